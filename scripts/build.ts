// Builds packages/principia into its dist/, as it is published: JavaScript, types, and the files beside them.
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'rolldown'

const folder = join(import.meta.dirname, '../packages/principia')
const dist = join(folder, 'dist')

rmSync(dist, { recursive: true, force: true })
run('tsc', ['-p', 'tsconfig.build.json'])
for (const file of globSync('**/*.{html,css,js,json,md,template,sql}', { cwd: join(folder, 'src') })) {
  mkdirSync(dirname(join(dist, file)), { recursive: true })
  cpSync(join(folder, 'src', file), join(dist, file))
}
await bundleTypebox()
run('publint', ['--strict'])

/**
 * Puts what the framework runs of TypeBox into the one file that imports it: a process starts in half the time, and
 * with 20 MB less. The types stay TypeBox's own; its licence comes along.
 */
async function bundleTypebox(): Promise<void> {
  const file = join(dist, 'typebox.js')
  const bundled = join(dist, 'typebox.bundle.js')
  const { resolve } = createRequire(file)
  const licence = join(dirname(resolve('typebox')), '../license')
  const banner = `/*! ${readFileSync(licence, 'utf8').trim()} */`
  await build({ input: file, platform: 'node', logLevel: 'warn', output: { file: bundled, banner } })
  renameSync(bundled, file)
  rmSync(`${file}.map`)
}

function run(program: string, args: string[]): void {
  const { status } = spawnSync(program, args, {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
