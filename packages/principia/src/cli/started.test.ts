import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { toLines } from './started.ts'

test('a person at a terminal is shown what runs and where', () => {
  const lines = toLines({
    app: 'shop',
    url: 'http://localhost:3000',
    managementUrl: 'http://localhost:3001',
    inspector: 'http://localhost:3001/inspector',
    inbox: 'http://localhost:3001/inbox',
    docs: 'http://localhost:3000/docs',
    services: { db: 'PostgreSQL at localhost:5432' },
    duration: 182,
  })
  expect(stripVTControlCharacters(lines)).toBe(`
  shop is ready in 182 ms

  app         http://localhost:3000
  API docs    http://localhost:3000/docs
  inspector   http://localhost:3001/inspector
  inbox       http://localhost:3001/inbox
  management  http://localhost:3001  /live /ready /metrics
  db          PostgreSQL at localhost:5432

`)
})

test('an app that serves no page about its API shows none', () => {
  const where = 'http://localhost:3001'
  const lines = toLines({
    app: 'x',
    url: where,
    managementUrl: where,
    inspector: where,
    docs: undefined,
    services: {},
    duration: 1,
  })
  expect(lines).not.toContain('API docs')
})
