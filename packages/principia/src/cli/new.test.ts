import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { standardSettings } from '../app/settings.ts'
import { loadConfig } from '../config/index.ts'
import { runToEnd } from './fixtures/cli.ts'
import { databaseStopped, linkFramework, makeFolder } from './fixtures/folder.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

test('a new service type-checks and passes its own tests', { timeout: 120_000 }, async () => {
  using folder = makeFolder({})
  const { code, stdout } = await runToEnd(['new', 'tiny-shop'], { cwd: folder.path })
  expect(code).toBe(0)
  for (const step of ['cd tiny-shop', 'npm install', 'npm test', 'npm run dev'])
    expect(stdout).toContain(`  ${step}\n`)
  const service = join(folder.path, 'tiny-shop')
  expect(readdirSync(service).toSorted()).toEqual([
    '.env.example',
    '.gitignore',
    'README.md',
    'package.json',
    'src',
    'tsconfig.json',
  ])
  expect(readFileSync(join(service, 'src/app.ts'), 'utf8')).toContain("name: 'tiny-shop'")
  expect(readFileSync(join(service, 'README.md'), 'utf8')).toMatch(/^# tiny-shop\n/)

  linkFramework(service)
  // What is published has types and JavaScript of its own; here the sources stand in for them.
  const types = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['--customConditions', 'principia-source'], {
    cwd: service,
    encoding: 'utf8',
  })
  expect(types.stdout).toBe('')
  expect(types.status).toBe(0)
  const tests = spawnSync(
    process.execPath,
    ['--conditions=principia-source', '--test', '--test-reporter=tap', 'src/**/*.test.ts'],
    {
      cwd: service,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], NODE_OPTIONS: '--conditions=principia-source' },
    },
  )
  expect(tests.stdout).toMatch(/# pass 3\n# fail 0/)
  expect(tests.status).toBe(0)
  await databaseStopped(service, 'test-postgres')
})

test('it depends on this checkout, and on the tools that this version is tested with', async () => {
  using folder = makeFolder({})
  await runToEnd(['new', 'shop'], { cwd: folder.path })
  const manifest = manifestOf(join(folder.path, 'shop'))
  expect(manifest.name).toBe('shop')
  expect(manifest.dependencies).toEqual({
    principia: `file:${join(ROOT, 'packages/principia')}`,
  })
  for (const [name, version] of Object.entries(manifest.devDependencies)) {
    expect(manifestOf(ROOT).devDependencies[name]).toBe(version)
  }
})

test('finding no tests is a failure of npm test', async () => {
  using folder = makeFolder({})
  await runToEnd(['new', 'shop'], { cwd: folder.path })
  const service = join(folder.path, 'shop')
  rmSync(join(service, 'src/notes/notes.test.ts'))
  const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, HOME: folder.path }
  const npmTest = spawnSync('npm', ['test'], { cwd: service, encoding: 'utf8', env })
  expect(npmTest.status).toBe(1)
  expect(npmTest.stderr + npmTest.stdout).toContain('There are no tests')
  writeFileSync(
    join(service, 'src/some.test.ts'),
    "import { test } from 'node:test'\ntest('some', () => {})\n",
  )
  const withOne = spawnSync('npm', ['test'], { cwd: service, encoding: 'utf8', env })
  expect(withOne.status).toBe(0)
  expect(withOne.stdout).toMatch(/pass 1\b/)
})

test('its .env.example is what the settings are by themselves', async () => {
  const settings = parseEnv(readFileSync(join(ROOT, 'packages/principia/template/.env.example'), 'utf8'))
  const { HOST, PORT, LOG_LEVEL } = loadConfig(standardSettings, {}).config
  expect(settings).toMatchObject({ HOST, PORT: String(PORT), LOG_LEVEL })
})

test('a folder that is not empty is left as it is', async () => {
  using folder = makeFolder({ 'shop/precious.txt': 'mine' })
  const { code, stderr } = await runToEnd(['new', 'shop'], { cwd: folder.path })
  expect(code).toBe(64)
  expect(stderr).toMatch(/shop is not empty: there is precious\.txt\. Nothing was written\./)
  expect(readdirSync(join(folder.path, 'shop'))).toEqual(['precious.txt'])
})

test.each(['Shop', 'my shop', '-x'])('%j is refused as a name', async (name) => {
  using folder = makeFolder({})
  const { code, stderr } = await runToEnd(['new', `./${name}`], { cwd: folder.path })
  expect(code).toBe(64)
  expect(stderr).toContain(`"${name}" cannot be the name of a service`)
  expect(readdirSync(folder.path)).not.toContain(name)
})
