import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startCli } from './fixtures/cli.ts'
import { databaseStopped, makeFolder, simpleApp, slowApp } from './fixtures/folder.ts'

/** A restart takes well under a second where the machine is free; here others run at the same time. */
const PATIENT = { timeout: 60_000 }

const STARTED = /"url":"([^"]+)".*"msg":"started"/

async function askVersion(url: string): Promise<{ version: string; pid: number }> {
  return (await (await fetch(url)).json()) as { version: string; pid: number }
}

test('a change of a file restarts the app, and a change of a test does not', PATIENT, async () => {
  using folder = makeFolder({ 'src/app.ts': simpleApp('one') })
  await using cli = startCli(['dev'], { cwd: folder.path })
  const [, first = ''] = await cli.until(STARTED)
  const one = await askVersion(first)
  expect(one.version).toBe('one')

  const again = cli.until(STARTED)
  const told = cli.until(/restarted in (\d+) ms: (.*)\n/)
  const began = performance.now()
  folder.write('src/app.test.ts', 'export {}')
  folder.write('src/app.ts', simpleApp('two'))
  const [, second = ''] = await again
  console.log(`restarted ${Math.round(performance.now() - began)} ms after the save`)
  expect((await told)[2]).toBe('src/app.ts changed')
  expect((await askVersion(second)).version).toBe('two')
  expect(() => process.kill(one.pid, 0)).toThrow('ESRCH')

  const withSetting = cli.until(/restarted in \d+ ms: \.env changed/)
  folder.write('.env', 'LOG_LEVEL=error\n')
  await withSetting
  cli.child.kill('SIGINT')
  expect((await cli.finished).code).toBe(0)
})

test('a broken save is reported, and the next one mends it', PATIENT, async () => {
  using folder = makeFolder({ 'app.ts': simpleApp('one') })
  await using cli = startCli(['dev'], { cwd: folder.path })
  await cli.until(STARTED)
  const shown = cli.until(/app\.ts:2\n[^]*const y = ;[^]*SyntaxError/)
  const waiting = cli.until(/the app ended \(exit code 70\); waiting for a change/)
  folder.write('app.ts', `${simpleApp('two').trimEnd().split('\n').slice(0, 1).join()}\n  const y = ;\n`)
  await shown
  await waiting
  const again = cli.until(STARTED)
  folder.write('app.ts', simpleApp('three'))
  const [, url = ''] = await again
  expect((await askVersion(url)).version).toBe('three')
})

test('an app that is broken from the beginning is started once it is mended', PATIENT, async () => {
  using folder = makeFolder({ 'app.ts': 'export default 1' })
  await using cli = startCli(['dev'], { cwd: folder.path })
  await cli.until(/the app ended \(exit code 78\); waiting for a change/)
  const started = cli.until(STARTED)
  folder.write('app.ts', simpleApp('one'))
  const [, url = ''] = await started
  expect((await askVersion(url)).version).toBe('one')
})

test('dev keeps the embedded database running while the app does not', PATIENT, async () => {
  const stateful = `
    import { app } from 'principia'
    import { defineDatabase } from 'principia/database'
    export default app({ name: 'stateful', services: { db: defineDatabase({ migrations: [] }) } })
  `
  using folder = makeFolder({ 'app.ts': stateful })
  await using cli = startCli(['dev'], { cwd: folder.path })
  await cli.until(STARTED)
  const users = () => readdirSync(join(folder.path, '.principia', 'postgres', 'members'))
  await expect.poll(() => users().some((name) => name.startsWith(`${cli.pid}-`))).toBe(true)
  cli.child.kill('SIGINT')
  expect((await cli.finished).code).toBe(0)
  expect(users()).toEqual([])
  await databaseStopped(folder.path)
})

test('an app that hangs is replaced all the same', PATIENT, async () => {
  using folder = makeFolder({ 'app.ts': slowApp })
  await using cli = startCli(['dev'], { cwd: folder.path })
  const [, url = ''] = await cli.until(STARTED)
  const hanging = cli.until(/hanging/)
  const cut = fetch(`${url}/hang`).catch(() => 'cut off')
  await hanging
  const again = cli.until(STARTED)
  folder.write('app.ts', simpleApp('two'))
  const [, next = ''] = await again
  expect(await cut).toBe('cut off')
  expect((await askVersion(next)).version).toBe('two')
})

test('one Ctrl-C lets the request in flight finish', PATIENT, async () => {
  using folder = makeFolder({ 'app.ts': slowApp })
  await using cli = startCli(['dev'], { cwd: folder.path, group: true })
  const [, url = ''] = await cli.until(STARTED)
  const inside = cli.until(/slow request in (\d+)/)
  const answer = fetch(`${url}/slow`)
  const [, pid] = await inside
  const stopping = cli.until(/"msg":"stopping"/)
  process.kill(-cli.pid, 'SIGINT')
  await stopping
  process.kill(Number(pid), 'SIGUSR2')
  expect(await (await answer).json()).toEqual({ done: true })
  expect((await cli.finished).code).toBe(0)
})

test('a second Ctrl-C ends everything at once', PATIENT, async () => {
  using folder = makeFolder({ 'app.ts': slowApp })
  await using cli = startCli(['dev'], { cwd: folder.path, group: true })
  const [, url = ''] = await cli.until(STARTED)
  const inside = cli.until(/slow request in/)
  const answer = fetch(`${url}/slow`).catch(() => 'cut off')
  await inside
  const stopping = cli.until(/"msg":"stopping"/)
  process.kill(-cli.pid, 'SIGINT')
  await stopping
  process.kill(-cli.pid, 'SIGINT')
  expect((await cli.finished).code).toBe(130)
  expect(await answer).toBe('cut off')
})

test('when dev is killed, the app ends with it', PATIENT, async () => {
  using folder = makeFolder({ 'app.ts': simpleApp() })
  await using cli = startCli(['dev'], { cwd: folder.path })
  const [, url = ''] = await cli.until(STARTED)
  cli.child.kill('SIGKILL')
  // Every process that dev started holds the same output, so it is closed only when none is left.
  expect((await cli.finished).code).toBe('SIGKILL')
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})
