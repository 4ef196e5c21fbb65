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
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// What is published is not what the other tests run: those take the sources as they are.

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'principia-package-'))
const installed = join(folder, 'node_modules/principia')
const CLI = join(installed, 'dist/cli/main.js')
const AUDIT = join(folder, 'node_modules/@principia/audit/bin/principia-audit.js')
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
  install('principia', 'principia')
  install('audit', '@principia/audit')
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name.startsWith('.') || name === 'principia' || name === '@principia') continue
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

/** Puts what a package publishes, and no more, where a project has what it depends on. */
function install(name: string, as: string): void {
  const source = join(root, 'packages', name)
  const { files } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { files: string[] }
  const parts = files.filter((part) => !part.startsWith('!') && part !== 'src')
  mkdirSync(join(folder, 'node_modules', as), { recursive: true })
  for (const part of ['package.json', ...parts])
    cpSync(join(source, part), join(folder, 'node_modules', as, part), { recursive: true })
}

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

describe('the auditor as it is published', () => {
  /** A server of ten lines, which answers every address alike. */
  async function audited(
    args: readonly string[],
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const child = spawn(AUDIT, [`http://127.0.0.1:${port}`, ...args], {
      cwd: folder,
      env: { ...env, PATH: `${dirname(process.execPath)}:${env.PATH}` },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()))
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
    const [code] = (await once(child, 'close')) as [number | null]
    server.closeAllConnections()
    server.close()
    return { code, stdout, stderr }
  }

  it('says its version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'packages/audit/package.json'), 'utf8')) as {
      version: string
    }
    expect(run([AUDIT, '--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('audits a server, and writes every report', async () => {
    const kinds = ['html', 'json', 'sarif', 'junit', 'markdown']
    const { code, stdout, stderr } = await audited([
      '--only',
      'routing/not-found',
      ...kinds.flatMap((kind) => ['--report', `${kind}=reports/${kind}`]),
    ])
    expect(stderr).toBe(kinds.map((kind) => `Wrote reports/${kind}.\n`).join(''))
    expect(stdout).toContain('✗ routing/not-found')
    expect(code).toBe(1)
    expect(readFileSync(join(folder, 'reports/html'), 'utf8')).toContain('</style>')
  })

  it('scaffolds a check whose types and test are right, and runs it', async () => {
    expect(run([AUDIT, 'new-check', 'caching/mine'])).toMatchObject({ status: 0, stderr: '' })
    expect(run(['--test', 'checks/caching/mine.test.ts'])).toMatchObject({ status: 0 })
    const tsc = spawnSync(
      join(root, 'node_modules/.bin/tsc'),
      [
        '--noEmit',
        '--strict',
        '--module',
        'nodenext',
        '--allowImportingTsExtensions',
        '--types',
        'node',
        ...['mine', 'mine.test'].map((name) => `checks/caching/${name}.ts`),
      ],
      { cwd: folder, encoding: 'utf8' },
    )
    expect(tsc).toMatchObject({ stdout: '', status: 0 })
    expect(await audited(['--checks', 'checks', '--only', 'caching/mine'])).toMatchObject({
      code: 0,
      stderr: '',
    })
  })
})
