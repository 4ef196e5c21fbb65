import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checks } from '../checks/index.ts'
import { parseCommandLine } from './options.ts'
import { makePlan, warning } from './plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-plan-'))
const config = join(folder, 'audit.yaml')
writeFileSync(config, 'own: true\nopenapi: api.yaml\nprocess:\n  start: node server.js\n')
afterAll(() => rmSync(folder, { recursive: true }))

const plan = (address: string, ...args: string[]) => makePlan(address, checks, parseCommandLine(args))

describe('what may be changed', () => {
  it.each([
    ['this machine', 'http://localhost:3000', [], true],
    ['this machine, to be read only', 'http://127.0.0.1', ['--read-only'], false],
    ['another machine', 'https://example.com', ['--remote'], false],
    ['another machine, on the word of a file', 'https://example.com', ['--remote', '--own'], true],
  ])('%s', (_, address, args, may) => {
    expect(plan(address, ...args).config.own).toBe(may)
  })

  it('another machine is not changed on the word of a file', () => {
    const file = join(folder, 'own.yaml')
    writeFileSync(file, 'own: true\n')
    expect(plan('http://example.com', '--remote', '--config', file).config.own).toBe(false)
  })
})

it('goes easy on other machines, and warns', () => {
  const remote = plan('example.com', '--remote')
  expect(remote).toMatchObject({ rate: 20, budget: 5000 })
  expect(warning(remote)).toMatch(/5000 requests, 20 a second.* Nothing is to be changed there/)
  expect(warning(plan('example.com', '--remote', '--own'))).toContain('made, changed and deleted')
  expect(plan('localhost')).toMatchObject({ rate: 1000, budget: 50_000 })
  expect(warning(plan('localhost'))).toBeUndefined()
})

it('finds the files of a configuration beside it, and what the command line says goes first', () => {
  expect(plan('localhost', '--config', config).config).toMatchObject({
    openapi: join(folder, 'api.yaml'),
    process: { start: 'node server.js', cwd: folder },
  })
  const said = [
    '--config',
    config,
    '--openapi',
    'http://localhost/api.json',
    '--start',
    'npm start',
    '--ready',
    '/ready',
  ]
  expect(plan('localhost', ...said).config).toMatchObject({
    openapi: 'http://localhost/api.json',
    process: { start: 'npm start', ready: '/ready', cwd: folder },
  })
})

it('starts nothing for a target on another machine', () => {
  expect(() => plan('example.com', '--remote', '--start', 'npm start')).toThrow('one of this machine')
})
