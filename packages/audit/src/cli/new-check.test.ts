import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sound, tampered } from '../flaws/flawed.ts'
import { runCli } from './fixtures/run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-new-check-'))

beforeAll(async () => {
  expect(await runCli(['new-check', 'caching/mine', '--dir', 'our-checks'], folder)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--checks our-checks --only caching/mine') as string,
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

it('writes nothing over', async () => {
  const again = await runCli(['new-check', 'caching/mine', '--dir', 'our-checks'], folder)
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is there already') as string })
})

it('takes no id that the auditor has', async () => {
  const taken = await runCli(['new-check', 'routing/not-found', '--dir', 'our-checks'], folder)
  expect(taken).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('give yours another name') as string,
  })
})

it('writes a check that runs without being installed, and finds what it looks for', async () => {
  await using good = await sound.start()
  await using bad = await tampered((answer) => {
    answer.headers['x-powered-by'] = 'Express'
  }).start()
  const args = ['--checks', 'our-checks', '--only', 'caching/mine', '--fail-on', 'may']
  expect(await runCli([good.url, ...args], folder)).toMatchObject({ code: 0 })
  expect(await runCli([bad.url, ...args], folder)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/made by Express\.[^]*\n +x-powered-by: Express\n +\^{21}\n/) as string,
  })
})

it('writes a test that passes', async () => {
  mkdirSync(join(folder, 'node_modules/@principia'), { recursive: true })
  symlinkSync(join(import.meta.dirname, '../..'), join(folder, 'node_modules/@principia/audit'))
  const file = join(folder, 'our-checks/caching/mine.test.ts')
  expect(existsSync(file)).toBe(true)
  const child = spawn(process.execPath, ['--conditions=principia-source', '--test', file], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number]
  expect(output).toMatch(/pass 2\b/)
  expect(code).toBe(0)
})

it.each([
  ['an export that is no check', 'export default { id: 1 }', 'exports no check by default'],
  ['a file that breaks', 'throw new Error("mine")', 'Error: mine'],
  [
    'a check that is there already',
    `import { checks } from '@principia/audit'
     export default { ...checks[0] }`,
    'There are two checks',
  ],
])('refuses %s', async (_, text, message) => {
  const file = join(folder, 'broken.ts')
  writeFileSync(file, text)
  const { code, stderr } = await runCli(['localhost:1', '--checks', file])
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})
