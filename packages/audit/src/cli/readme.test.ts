import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { sound, tampered } from '../flaws/flawed.ts'
import { runCli } from './fixtures/run-cli.ts'
import { OPTIONS, parseCommandLine } from './options.ts'
import { readConfig } from './read-config.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'audit-readme-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The first block of code of a language that has this in it. */
function example(language: string, having: string): string {
  const blocks = [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)]
  const [, , code] =
    blocks.find(([, name, text]) => name === language && text?.includes(having) === true) ?? []
  if (code === undefined) throw new Error(`The README has no ${language} with ${having}.`)
  return code
}

it('names options that there are', () => {
  const known = new Set(Object.values(OPTIONS).flatMap((group) => Object.keys(group)))
  const ours = readme.replaceAll(/(?:curl|npm install) .*/g, '')
  const named = [...ours.matchAll(/--([a-z][a-z-]+)/g)].map(([, name = '']) => name)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

it('has a configuration that can be read', () => {
  const file = join(folder, 'audit.yaml')
  writeFileSync(file, example('yaml', '# audit.yaml'))
  const config = readConfig(new URL('http://localhost:3000'), parseCommandLine(['--config', file]))
  expect(config).toMatchObject({ users: [{ name: 'ada' }, { name: 'bob' }], process: { start: 'npm start' } })
})

it('has a check that runs', async () => {
  const file = join(folder, 'check.ts')
  writeFileSync(file, example('ts', 'export default check'))
  await using good = await sound.start()
  await using bad = await tampered((answer) => {
    delete answer.headers['cache-control']
  }).start()
  const args = [
    '--checks',
    file,
    '--only',
    'caching/says-for-how-long',
    '--fail-on',
    'should',
    '--report',
    'json',
  ]
  expect((await runCli([bad.url, ...args])).code).toBe(1)
  expect(JSON.parse((await runCli([good.url, ...args])).stdout)).toMatchObject({
    results: [{ severity: 'should' }],
  })
})

it('has a program that audits', async () => {
  await using good = await sound.start()
  const file = join(folder, 'program.ts')
  // In place of the shell that would install it.
  const index = JSON.stringify(join(import.meta.dirname, '../index.ts'))
  const text = example('ts', 'toReport(outcomes').replace(`'@principia/audit'`, index)
  writeFileSync(file, `${text.replace('http://localhost:3000', good.url)}\nexport { report }\n`)
  expect(await import(file)).toMatchObject({ report: { format: 1, target: good.url } })
})
