import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// What is published is not what the other tests run: those take the sources as they are.

const root = join(import.meta.dirname, '..')
const source = join(root, 'packages/principia')
const folder = mkdtempSync(join(tmpdir(), 'principia-package-'))
const installed = join(folder, 'node_modules/principia')
const CLI = join(installed, 'dist/cli/main.js')
const env = { PATH: process.env['PATH'], PORT: '0', MANAGEMENT_PORT: '0' }

const run = (args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env, timeout: 60_000 })

beforeAll(() => {
  chmodSync(folder, 0o755)
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}` },
  })
  expect(stderr).not.toMatch(/warn|error/i)
  expect(status).toBe(0)
  mkdirSync(installed, { recursive: true })
  for (const part of ['dist', 'template', 'package.json']) {
    cpSync(join(source, part), join(installed, part), { recursive: true })
  }
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === 'principia' || name.startsWith('.')) continue
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(folder, 'app.ts'),
    `import { app, route } from 'principia'
     const broken = route('GET /broken', { access: 'public' }, () => { throw new Error('on purpose') })
     export default app({ name: 'packed', routes: [broken] })`,
  )
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the package as it is published', () => {
  it('has every export that it declares', () => {
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      exports: object
    }
    const names = Object.keys(exports).map((path) => `principia${path.slice(1)}`)
    const script = `for (const name of ${JSON.stringify(names)}) {
      const module = await import(name)
      if (Object.keys(module).length === 0) console.log(name + ' exports nothing')
    }`
    expect(run(['--input-type=module', '--eval', script])).toMatchObject({
      status: 0,
      stdout: '',
      stderr: '',
    })
  })

  it('tells where a mistake is in the app, not in itself', () => {
    writeFileSync(
      join(folder, 'mistaken.ts'),
      `import { app, route } from 'principia'

       export default app({ name: 'mistaken', routes: [route('GET /a', { access: 'public', nope: 1 }, () => 1)] })`,
    )
    const { stderr } = run([CLI, 'start', 'mistaken.ts'])
    expect(stderr).toContain('mistaken.ts:3')
    expect(stderr).not.toContain('dist/')
  })

  it.each(['start', 'dev'])('serves an app, its pages and their parts with `%s`', async (command) => {
    const child = spawn(process.execPath, [CLI, command, 'app.ts'], {
      cwd: folder,
      env: { ...env, LOG_FORMAT: 'json' },
    })
    try {
      const lines: string[] = []
      const addresses = Promise.withResolvers<Record<string, string>>()
      for (const stream of [child.stdout, child.stderr]) {
        createInterface(stream).on('line', (line) => {
          lines.push(line)
          const [url, managementUrl] =
            lines.join('\n').match(/http:\/\/(?:localhost|127\.0\.0\.1):\d+/g) ?? []
          const management = lines.join('\n').match(/http:\/\/[^\s"]+(?=\/inspector)/)?.[0] ?? managementUrl
          if (url !== undefined && management !== undefined) addresses.resolve({ url, management })
        })
      }
      child.on('exit', () => addresses.reject(new Error(lines.join('\n'))))
      const { url, management } = await addresses.promise
      expect((await fetch(`${url}/broken`)).status).toBe(500)
      for (const page of [`${url}/docs`, `${management}/inspector`]) {
        const html = await (await fetch(page)).text()
        const parts = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, part]) => part ?? '')
        expect(parts.length).toBeGreaterThan(0)
        for (const part of parts) expect((await fetch(new URL(part, page))).status, part).toBe(200)
      }
    } finally {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    }
  })

  it('makes a service whose types are right', () => {
    expect(run([CLI, 'new', 'shop'])).toMatchObject({ status: 0 })
    const tsc = join(root, 'node_modules/.bin/tsc')
    const types = spawnSync(tsc, [], { cwd: join(folder, 'shop'), encoding: 'utf8' })
    expect(types).toMatchObject({ stdout: '', status: 0 })
  })
})
