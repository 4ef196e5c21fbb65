import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '../report.ts'
import { runCli, startCli } from './fixtures/run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-resume-'))
const journal = join(folder, 'journal')
const own = join(folder, 'checks.ts')

/** Answers everything, and counts what is asked; `/wait` only where it is told to. */
let answersWait = false
let asked: string[] = []
let waiting = Promise.withResolvers<void>()
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  if (request.url === '/wait' && !answersWait) waiting.resolve()
  else response.writeHead(request.url === '/missing' ? 404 : 200).end('{}')
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

writeFileSync(
  own,
  `import { check, passed, rfc, sound } from '@principia/audit'
   const asking = (name) => check({
     id: \`own/\${name}\`, claim: 'It answers.', severity: 'must', source: rfc(9110), mend: { general: '-' }, flaw: sound,
     within: 10_000,
     async run({ send, random }) {
       await send({ path: '/' + name }, { within: 60_000 })
       return passed(random.word())
     },
   })
   export default [asking('first'), asking('second'), asking('wait'), asking('last')]`,
)
const args = [
  url,
  '--checks',
  own,
  '--only',
  'own',
  '--at-once',
  '1',
  '--resume',
  journal,
  '--report',
  'json',
]

beforeEach(() => {
  rmSync(journal, { force: true })
  answersWait = false
  asked = []
  waiting = Promise.withResolvers()
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

const own4 = () => asked.filter((path) => ['/first', '/second', '/wait', '/last'].includes(path))

describe('an audit that is broken off', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s writes what it has, with exit code 4', async (signal) => {
    const { child, ended } = startCli(args)
    await waiting.promise
    child.kill(signal)
    const { code, stdout, stderr } = await ended
    expect(stderr).toContain('Broken off: 2 of 4 checks had ended.')
    expect((JSON.parse(stdout) as Report).results.map(({ id }) => id)).toEqual(['own/first', 'own/second'])
    expect(code).toBe(4)
  })

  it('goes on where it was killed, with the same seed, and asks for nothing twice', async () => {
    const { child, ended } = startCli([...args, '--seed', 'mine'])
    await waiting.promise
    child.kill('SIGKILL')
    await ended
    // As if it had been killed within a line.
    writeFileSync(journal, '{"result":{"id":"own/wa', { flag: 'a' })
    expect(own4()).toEqual(['/first', '/second', '/wait'])

    answersWait = true
    const resumed = await runCli(args)
    expect(resumed.stderr).toContain('Goes on with seed mine after 2 checks of an earlier run.')
    expect(resumed.code).toBe(0)
    expect(own4()).toEqual(['/first', '/second', '/wait', '/wait', '/last'])
    const report = JSON.parse(resumed.stdout) as Report
    expect(report).toMatchObject({ seed: 'mine', score: { passed: 4 } })

    // The same numbers as a run in one go.
    rmSync(journal)
    const whole = JSON.parse((await runCli([...args, '--seed', 'mine'])).stdout) as Report
    expect(report.results.map(({ says }) => says)).toEqual(whole.results.map(({ says }) => says))
    expect(readFileSync(journal, 'utf8').trimEnd().split('\n')).toHaveLength(5)
  })
})

describe('a journal', () => {
  it('of another target or seed is refused', async () => {
    answersWait = true
    await runCli([...args, '--seed', 'mine'])
    const seed = await runCli([...args, '--seed', 'yours'])
    expect(seed.stderr).toContain('the journal of an audit with the seed mine')
    expect(seed.code).toBe(2)
    const target = await runCli([`${url}/api`, ...args.slice(1)])
    expect(target.stderr).toContain(`the journal of an audit of ${url}/`)
    writeFileSync(journal, 'something else')
    expect((await runCli(args)).stderr).toContain('is no journal of an audit')
    expect(readFileSync(journal, 'utf8')).toBe('something else')
  })
})
