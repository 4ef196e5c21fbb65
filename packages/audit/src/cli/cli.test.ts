import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notFound } from '../checks/routing/not-found.ts'
import { sound } from '../flaws/flawed.ts'
import type { RunningServer } from '../flaws/specimen.ts'
import type { Report } from '../report.ts'
import { freePort } from '../process/free-port.ts'
import { runCli } from './fixtures/run-cli.ts'
import { execute } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-cli-'))
const path = (name: string) => join(folder, name)
const only = ['--only', 'routing/not-found']
let good: RunningServer
let bad: RunningServer

beforeAll(async () => {
  good = await sound.start()
  bad = await notFound.flaw.start()
})
afterAll(async () => {
  await good[Symbol.asyncDispose]()
  await bad[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

describe.concurrent('exit codes', () => {
  it('0: nothing was found', async () => {
    const { code, stdout } = await runCli([good.url, ...only])
    expect(stdout).toMatch(/100 of 100 · 0 findings/)
    expect(code).toBe(0)
  })

  it('1: something was found that counts', async () => {
    const { code, stdout, stderr } = await runCli([bad.url, ...only])
    expect(stdout).toMatch(/✗ routing\/not-found\n[^]* seed [0-9a-f]{8}\n$/)
    // Nothing moves where there is no terminal.
    expect(stderr).toBe('')
    expect(code).toBe(1)
  })

  it('0: only what counts counts', async () => {
    writeFileSync(path('accepted.json'), '{ "accepted": { "routing/not-found": "A start page for all." } }')
    const { code, stdout } = await runCli([bad.url, ...only, '--baseline', path('accepted.json')])
    expect(stdout).toContain('Accepted: A start page for all.')
    expect(code).toBe(0)
  })

  it('3: the target cannot be reached', async () => {
    const gone = await sound.start()
    await gone[Symbol.asyncDispose]()
    const { code, stderr } = await runCli([gone.url, ...only])
    expect(stderr).toContain(`${gone.url} cannot be reached`)
    expect(code).toBe(3)
  })
})

describe('2: what is wrong with a command line is said before anything is sent', () => {
  const cases: [string, string[], string][] = [
    ['no target', ['--read-only'], 'Which target?'],
    ['no address', ['ftp://localhost'], '"ftp://localhost" is no address of a backend'],
    ['two targets', ['localhost:1', 'localhost:2'], '"localhost:2" is too much'],
    ['another machine', ['http://example.com'], 'give --remote'],
    ['credentials', ['http://a:b@localhost'], 'name them under "users"'],
    ['an unknown option', ['localhost', '--repotr', 'json'], 'Did you mean "--report"?'],
    ['no value', ['localhost', '--only'], '--only needs a value'],
    ['a value too much', ['localhost', '--own=yes'], '--own takes no value'],
    ['an unknown concept', ['localhost', '--only', 'ruoting'], 'Did you mean "routing"?'],
    ['an unknown check', ['localhost', '--skip', 'routing/notfound'], 'Did you mean "routing/not-found"?'],
    ['no check left', ['localhost', '--only', 'routing', '--skip', 'routing'], 'leave no check'],
    ['an unknown severity', ['localhost', '--fail-on', 'could'], '--fail-on is must, should or may'],
    ['an unknown report', ['localhost', '--report', 'htlm=x'], 'Did you mean "html"?'],
    ['two reports on one stream', ['localhost', '--report', 'json', '--report', 'html'], 'Only one report'],
    ['no number', ['localhost', '--rate', 'fast'], '--rate is a number'],
    ['a contradiction', ['localhost', '--own', '--read-only'], 'contradict'],
    ['no baseline', ['localhost', '--baseline', path('nowhere.json')], 'make one with --update-baseline'],
    ['a baseline of nothing', ['localhost', '--update-baseline'], 'give both'],
    ['ready for what', ['localhost', '--ready', '/ready'], 'give both'],
    ['no configuration', ['localhost', '--config', path('nowhere.yaml')], 'cannot be read'],
    ['no checks', ['localhost', '--checks', path('nowhere')], 'There is no file or folder'],
    ['no name for a check', ['new-check', 'Nonsense'], 'in small letters'],
    ['an unknown check to explain', ['--explain', 'routing/not-fuond'], 'Did you mean "routing/not-found"?'],
  ]
  it.each(cases)('%s', async (_, args, message) => {
    await expect(execute(args)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message) as string,
    })
  })

  it('on standard error alone', async () => {
    const { code, stdout, stderr } = await runCli(['localhost', '--onyl', 'routing'])
    expect(stderr).toBe(
      'principia-audit: There is no option --onyl. Did you mean "--only"?\nSee: principia-audit --help\n',
    )
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('an unknown member of the configuration', async () => {
    writeFileSync(path('config.yaml'), 'users:\n  - nmae: ada\n')
    const { code, stderr } = await runCli([good.url, '--config', path('config.yaml')])
    expect(stderr).toContain('At /users/0/nmae: there is no such member. Did you mean "name"?')
    expect(code).toBe(2)
  })
})

it.concurrent('starts the target itself, and ends it', async () => {
  const port = await freePort()
  const program = `require('node:http').createServer((q, a) => a.writeHead(q.url === '/' ? 200 : 404).end()).listen(${port}, '127.0.0.1')`
  const url = `http://127.0.0.1:${port}`
  const start = ['--start', `"${process.execPath}" -e "${program}"`, '--ready', '/']
  expect(await runCli([url, ...only, ...start])).toMatchObject({ code: 0, stderr: '' })
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  const failed = await runCli([url, ...only, '--start', 'exit 7'])
  expect(failed.stderr).toMatch(/exit|ended|7/)
  expect(failed.code).toBe(3)
})

describe.concurrent('reports', () => {
  it('go to their files, and one of them to standard output', async () => {
    const kinds = ['html', 'sarif', 'junit', 'markdown']
    const { stdout, stderr } = await runCli([
      bad.url,
      ...only,
      '--seed',
      'abc',
      ...kinds.flatMap((kind) => ['--report', `${kind}=${path(`deep/${kind}`)}`]),
      '--report',
      'json',
    ])
    const report = JSON.parse(stdout) as Report
    expect(report).toMatchObject({ seed: 'abc', target: `${bad.url}/`, score: { failed: 1 } })
    expect(stderr).toContain('✗ routing/not-found')
    const texts = kinds.map((kind) => readFileSync(path(`deep/${kind}`), 'utf8'))
    expect(texts.map((text) => text.slice(0, 5))).toEqual(['<!doc', '{\n  "', '<?xml', '### ❌'])
  })

  it.each([
    ['a folder', () => folder, 'it is a folder'],
    // mkdir of Node goes on for ever there.
    ['a place that takes no folders', () => '/proc/there/is/none', 'ENOENT'],
  ])('that cannot be written are told before anything is sent: %s', async (_, file, why) => {
    const { code, stderr } = await runCli([good.url, ...only, '--report', `html=${file()}`])
    expect(stderr).toContain(`The report ${file()} cannot be written: ${why}`)
    expect(code).toBe(2)
  })

  it('find the same with the same seed', async () => {
    const run = async () => {
      const { stdout } = await runCli([bad.url, ...only, '--seed', 'abc', '--report', 'json'])
      return (JSON.parse(stdout) as Report).results[0]?.evidence[0]?.sent
    }
    expect(await run()).toBe(await run())
  })

  it('hide what the configuration says to sign in with, unless asked not to', async () => {
    writeFileSync(
      path('users.json'),
      JSON.stringify({ users: [{ name: 'ada', headers: { 'X-Key': 'open-sesame' } }] }),
    )
    writeFileSync(
      path('tells.ts'),
      `import { check, failed, rfc, sound } from '@principia/audit'
       export default check({
         id: 'routing/tells', claim: 'It tells.', severity: 'may', source: rfc(9110), mend: { general: '-' }, flaw: sound,
         async run({ send, target }) { return failed('As open-sesame.', await send({ path: '/', as: target.users[0] })) },
       })`,
    )
    const args = [
      good.url,
      '--config',
      path('users.json'),
      '--checks',
      path('tells.ts'),
      '--only',
      'routing/tells',
      '--report',
      'json',
    ]
    expect((await runCli(args)).stdout).not.toContain('open-sesame')
    expect((await runCli([...args, '--show-secrets'])).stdout).toContain('X-Key: open-sesame')
  })
})

describe('a baseline', () => {
  it('is written sorted, keeps reasons, and tells what is mended', async () => {
    const file = path('baseline.json')
    writeFileSync(file, JSON.stringify({ accepted: { 'security/other': 'Mine.', 'a/b': 'Also mine.' } }))
    const updated = await runCli([bad.url, ...only, '--baseline', file, '--update-baseline'])
    expect(updated.code).toBe(0)
    expect(readFileSync(file, 'utf8')).toMatchInlineSnapshot(`
      "{
        "accepted": {
          "a/b": "Also mine.",
          "routing/not-found": "Found when the baseline was made; say here why it is accepted.",
          "security/other": "Mine."
        }
      }
      "
    `)
    expect((await runCli([bad.url, ...only, '--baseline', file])).code).toBe(0)
    const mended = await runCli([good.url, ...only, '--baseline', file])
    expect(mended.stderr).toContain('Mended since the baseline was made: routing/not-found.')
    await runCli([good.url, ...only, '--baseline', file, '--update-baseline'])
    expect(Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { accepted: object }).accepted)).toEqual([
      'a/b',
      'security/other',
    ])
  })
})

describe.concurrent('without a target', () => {
  it('lists checks, explains one, and helps', async () => {
    expect((await runCli(['--list', ...only])).stdout).toMatch(
      /^routing \(1\)\n {2}routing\/not-found {2}must {4}What is not there/,
    )
    const { stdout } = await runCli(['--explain', 'routing/not-found'])
    expect(stdout).toMatch(/severity +must\n *source +RFC 9110 section 15\.5\.5,\s+https:/)
    const help = await runCli(['--help'])
    expect(help.code).toBe(0)
    expect(help.stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect((await runCli([])).code).toBe(2)
    expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
