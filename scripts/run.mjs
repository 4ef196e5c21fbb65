// Runs a command of this repository with the Node that it pins. Itself it must work on any Node from
// version 20 on, with nothing installed: it installs what the lockfile names first, when that changed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')

const CLI = '../../packages/principia/src/cli/main.ts'

// Whoever runs the Academy from this repository studies with it: they may watch every request on their machine, and audit
// what runs there.
const ACADEMY = {
  cwd: 'apps/academy',
  env: { INSPECTOR: process.env.INSPECTOR ?? 'all', AUDIT: process.env.AUDIT ?? 'loopback' },
}

const commands = {
  start: [['web:build'], ['node', [CLI, 'start', 'src/app.ts'], ACADEMY]],
  dev: [['web:build'], ['node', [CLI, 'dev', 'src/app.ts'], ACADEMY]],
  build: [['node', ['scripts/build.ts']]],
  bench: [['node', ['bench/run.ts']]],
  // These in the folder from which npm was called: a program of the book, a command of the framework, an audit.
  lab: [['node', [], { cwd: process.env.INIT_CWD }]],
  principia: [['node', [join(root, 'packages/principia/src/cli/main.ts')], { cwd: process.env.INIT_CWD }]],
  audit: [['node', [join(root, 'packages/audit/src/cli/main.ts')], { cwd: process.env.INIT_CWD }]],
  test: [['web:build'], ['vitest', ['run']]],
  types: [
    ['tsc', ['-p', 'book']],
    ['tsc', ['-p', 'docs']],
    ['tsc', ['-p', 'deploy']],
    ['tsc', ['-p', 'packages/principia']],
    ['tsc', ['-p', 'packages/audit']],
    ['tsc', ['-p', 'apps/academy']],
    ['tsc', ['-p', 'apps/web']],
    ['tsc', ['-p', 'scripts']],
  ],
  lint: [['oxlint', ['--type-aware', '--deny-warnings']]],
  format: [['oxfmt', ['.']]],
  'format:check': [['oxfmt', ['--check', '.']]],
  deadcode: [['knip', []]],
  check: [['types'], ['lint'], ['format:check'], ['deadcode']],
  'web:build': [['node', ['scripts/build-web.ts']]],
  conformance: [['node', ['scripts/conformance.ts']]],
  'audit-docs': [['node', ['scripts/audit-docs.ts']]],
  // Starts every sound server and asks it everything, one after another, which takes some minutes.
  'audit-matrix': [
    ['vitest', ['run', '--no-file-parallelism', 'packages/audit/matrix'], { env: { MATRIX: 'record' } }],
    ['audit-docs'],
  ],
}

const [asked, ...given] = process.argv.slice(2)
if (!Object.hasOwn(commands, asked ?? '')) {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(commands).join(' | ')}`)
  process.exit(64)
}
install()
await run(asked, given)

async function run(command, more = []) {
  const steps = commands[command]
  for (const [index, [program, args, options]] of steps.entries()) {
    const last = index === steps.length - 1
    if (args === undefined) await run(program)
    else await execute(program, last ? [...args, ...more] : args, options)
  }
}

/** Runs a program with the pinned Node first on the path; a failure ends this process with its code. */
async function execute(program, args, options = {}) {
  const bin = [join(pinnedNode(), 'bin'), join(modules, '.bin')].join(delimiter)
  const child = spawn(program, args, {
    cwd: resolve(root, options.cwd ?? '.'),
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --conditions=principia-source`.trim(),
      ...options.env,
    },
  })
  // A terminal sends Ctrl-C to the child as well; a SIGTERM comes to this process alone.
  const stay = () => {}
  let passed = false
  const pass = () => {
    if (!passed) child.kill('SIGTERM')
    passed = true
  }
  process.on('SIGINT', stay).on('SIGTERM', pass)
  // npm runs scripts through a shell, which dies of a SIGTERM without passing it on: then we are orphaned.
  const parent = process.ppid
  const watch = setInterval(() => process.ppid === parent || pass(), 200).unref()
  const [code, signal] = await new Promise((settle, reject) => {
    child.on('error', reject)
    child.on('exit', (...outcome) => settle(outcome))
  })
  clearInterval(watch)
  process.off('SIGINT', stay).off('SIGTERM', pass)
  if (signal !== null) process.kill(process.pid, signal)
  if (code !== 0) process.exit(code ?? 1)
}

function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const names = [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]
  const folder = names.map((name) => join(modules, name)).find(existsSync)
  if (folder !== undefined) return folder
  console.error(
    `No Node is pinned for ${platform}-${process.arch}; Linux, macOS (x64, arm64) and Windows (x64) are.`,
  )
  return process.exit(69)
}

/** `npm ci` when the lockfile is not the one that was last installed. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(modules, '.principia-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing what package-lock.json names (once)...')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(
    npm,
    ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) {
    console.error('The installation failed; npm said why above.')
    process.exit(status ?? 1)
  }
  writeFileSync(stamp, lock)
}
