import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { runToEnd, startCli } from './fixtures/cli.ts'
import { makeFolder, simpleApp, slowApp } from './fixtures/folder.ts'

const URL_OF_APP = /"url":"([^"]+)"/

test('start says in one line of the log what runs and where', async () => {
  using folder = makeFolder({ 'src/app.ts': simpleApp() })
  await using cli = startCli(['start'], { cwd: folder.path })
  const [line] = await cli.until(/.*"msg":"started".*\n/)
  const started = JSON.parse(line) as Record<string, string>
  expect(started).toMatchObject({ app: 'simple', services: {}, docs: `${started.url}/docs` })
  expect(started.inspector).toBe(`${started.managementUrl}/inspector`)
  for (const url of [started.url, started.docs, `${started.managementUrl}/ready`]) {
    expect((await fetch(url ?? '')).status).toBe(200)
  }
  cli.child.kill('SIGTERM')
  const { code, stdout, stderr } = await cli.finished
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  for (const text of stdout.trim().split('\n')) expect(() => void JSON.parse(text)).not.toThrow()
})

test('a taken port ends start with exit code 69 and says which', async () => {
  using folder = makeFolder({ 'app.ts': simpleApp() })
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { code, stderr } = await runToEnd(['start'], { cwd: folder.path, env: { PORT: String(port) } })
  other.close()
  expect(code).toBe(69)
  expect(stderr).toBe(
    `error Port ${port} on 127.0.0.1 is taken by another process. Stop that process, or set PORT to a free port.\n`,
  )
})

test('three mistakes in the settings are all named, with exit code 78', async () => {
  using folder = makeFolder({
    'app.ts': `
      import { app, defineConfig, t } from 'principia'
      export default app({ name: 'strict', config: defineConfig({ GREETING: t.String({ minLength: 3 }) }) })
    `,
    '.env': 'PROT=3000\n',
  })
  const { code, stdout, stderr } = await runToEnd(['start'], { cwd: folder.path, env: { PORT: 'eighty' } })
  expect({ code, stdout }).toEqual({ code: 78, stdout: '' })
  expect(stderr).toContain('3 mistakes')
  for (const name of ['PORT', 'GREETING', 'PROT'])
    expect(stderr).toMatch(new RegExp(`^  - .*\\b${name} `, 'm'))
  expect(stderr).not.toContain('    at ')
})

test('conflicting routes are all listed with their places, with exit code 78', async () => {
  using folder = makeFolder({
    'app.ts': `
      import { app, route } from 'principia'
      const one = route('GET /a/:id', { access: 'public' }, () => 1)
      const two = route('GET /a/:name', { access: 'public' }, () => 2)
      const three = route('GET /b', { access: 'public' }, () => 3)
      const four = route('GET /b', { access: 'public' }, () => 4)
      export default app({ name: 'twins', routes: [one, two, three, four] })
    `,
  })
  const { code, stderr } = await runToEnd(['start'], { cwd: folder.path })
  expect(code).toBe(78)
  expect(stderr).toMatch(/GET \/a\/:name \(app\.ts:4\).* GET \/a\/:id \(app\.ts:3\)/)
  expect(stderr).toMatch(/GET \/b \(app\.ts:6\).* GET \/b \(app\.ts:5\)/)
})

test('an unreachable database ends start with exit code 69', async () => {
  using folder = makeFolder({
    'app.ts': `
      import { app } from 'principia'
      import { defineDatabase } from 'principia/database'
      export default app({ name: 'stateful', services: { db: defineDatabase({ migrations: [] }) } })
    `,
  })
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  const { code, stderr } = await runToEnd(['start'], {
    cwd: folder.path,
    env: { DATABASE_URL: `postgres://ada:lovelace@127.0.0.1:${port}/notes` },
  })
  expect(code).toBe(69)
  expect(stderr).toMatch(new RegExp(`^error PostgreSQL at 127\\.0\\.0\\.1:${port} can ?not be reached`))
  expect(stderr).not.toContain('lovelace')
})

test('a fault of the program is shown with its stack, with exit code 70', async () => {
  using folder = makeFolder({
    'app.ts': `
      import { app } from 'principia'
      const broken = { service: 'broken', start() { throw new TypeError('not today', { cause: new Error('the root') }) } }
      export default app({ name: 'faulty', services: { broken } })
    `,
  })
  const { code, stderr } = await runToEnd(['start'], { cwd: folder.path })
  expect(code).toBe(70)
  expect(stderr).toMatch(/error TypeError: not today\n +at .*app\.ts:3:/)
  expect(stderr).toContain('caused by Error: the root')
})

test('one Ctrl-C lets the request in flight finish', async () => {
  using folder = makeFolder({ 'app.ts': slowApp })
  await using cli = startCli(['start'], { cwd: folder.path })
  const [, url = ''] = await cli.until(URL_OF_APP)
  const inside = cli.until(/slow request in/)
  const answer = fetch(`${url}/slow`)
  await inside
  const stopping = cli.until(/"msg":"stopping"/)
  cli.child.kill('SIGINT')
  await stopping
  cli.child.kill('SIGUSR2')
  expect(await (await answer).json()).toEqual({ done: true })
  expect((await cli.finished).code).toBe(0)
})

test('a second Ctrl-C ends it at once', async () => {
  using folder = makeFolder({ 'app.ts': slowApp })
  await using cli = startCli(['start'], { cwd: folder.path })
  const [, url = ''] = await cli.until(URL_OF_APP)
  const inside = cli.until(/slow request in/)
  const answer = fetch(`${url}/slow`).catch(() => 'cut off')
  await inside
  const stopping = cli.until(/"msg":"stopping"/)
  cli.child.kill('SIGINT')
  await stopping
  cli.child.kill('SIGINT')
  expect((await cli.finished).code).toBe(130)
  expect(await answer).toBe('cut off')
})
