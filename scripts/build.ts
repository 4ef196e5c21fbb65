// Builds packages/principia into its dist/, as it is published: JavaScript, types, and the files beside them.
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const folder = join(import.meta.dirname, '../packages/principia')
const dist = join(folder, 'dist')

rmSync(dist, { recursive: true, force: true })
run('tsc', ['-p', 'tsconfig.build.json'])
for (const file of globSync('**/*.{html,css,js,json,md,template,sql}', { cwd: join(folder, 'src') })) {
  mkdirSync(dirname(join(dist, file)), { recursive: true })
  cpSync(join(folder, 'src', file), join(dist, file))
}
run('publint', ['--strict'])

function run(program: string, args: string[]): void {
  const { status } = spawnSync(program, args, {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
