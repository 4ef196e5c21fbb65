// RFC 9110, chapter 15, as far as no other test shows it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { route, reply } from '../../index.ts'
import { nextRecord, startQuiet } from '../fixtures/app.ts'
import { everything } from './fixtures/everything.ts'
import { askWire, sendWire } from './fixtures/wire.ts'

const routes = [
  ...everything,
  route('GET /reset-with-content', { access: 'public' }, () => reply(205, 'content')),
  route('GET /hinting', { access: 'public' }, ({ earlyHints }) => {
    earlyHints({ link: '</a.css>; rel=preload' })
    return 'late'
  }),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())

const ask = (line: string, ...fields: string[]) => askWire(server.port, line, fields)

it('no 1xx is sent to HTTP/1.0 [9110-15.2-1, 9110-10.1.1-1]', async () => {
  expect((await ask('GET /hinting HTTP/1.0')).status).toBe(200)
  const content = '{"name":"Ada"}'
  const fields = [
    'Content-Type: application/json',
    `Content-Length: ${content.length}`,
    'Expect: 100-continue',
  ]
  const { status } = await askWire(server.port, 'POST /names HTTP/1.0', fields, content)
  expect(status).toBe(201)
})

it('a 205 has no content [9110-15.3.6-1]', async () => {
  const { status, body } = await ask('GET /reset')
  expect([status, body]).toEqual([205, ''])
  const recorded = nextRecord(server)
  expect((await ask('GET /reset-with-content')).status).toBe(500)
  expect((await recorded).error).toContain('205 with a body')
})

it.each([
  ['301 [9110-15.4.2-1]', 301],
  ['302 [9110-15.4.3-1]', 302],
  ['303', 303],
  ['307 [9110-15.4.8-1]', 307],
  ['308 [9110-15.4.9-1]', 308],
])('where to go stands in a %s', async (_name, code) => {
  const { status, field } = await ask(`GET /moved/${code}`)
  expect([status, field('location')]).toEqual([code, '/json'])
})

describe('an error', () => {
  it('a 409 tells what the conflict is [9110-15.5.10-1]', async () => {
    const content = '{"name":"Emma"}'
    const fields = ['Content-Type: application/json', `Content-Length: ${content.length}`]
    const { status, body } = await askWire(server.port, 'POST /names', fields, content)
    expect([status, JSON.parse(body)]).toMatchObject([
      409,
      { title: 'This name is taken', detail: 'Choose another one.' },
    ])
  })

  it.each(['GET /json HTTP/2.0', 'GET /json HTTP/0.9'])(
    'of %s: a 505 tells which versions are spoken [9110-15.6.6-1]',
    async (line) => {
      const { status, body } = await sendWire(server.port, `${line}\r\nHost: test\r\n\r\n`)
      expect([status, JSON.parse(body)]).toMatchObject([505, { detail: expect.stringContaining('HTTP/1.1') }])
    },
  )
})
