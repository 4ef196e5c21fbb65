// Builds the web front end when its sources, or the book's, are newer than the last build.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { precompress } from './precompress.ts'

const root = join(import.meta.dirname, '..')
const web = join(root, 'apps/web')
const stamp = join(web, 'dist/.sources')

/** Chapters link the sources of the packages and show them, so a change there changes the build. */
const sources = globSync(
  [
    'apps/web/**/*',
    'book/**/*',
    'packages/*/src/**/*',
    'apps/academy/src/**/*',
    'scripts/precompress.ts',
    'labs/**/*',
    'package-lock.json',
  ],
  { cwd: root, withFileTypes: true, exclude: ['apps/web/dist/**', '**/node_modules/**'] },
)
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted()

const digest = createHash('sha256')
for (const path of sources) digest.update(path.slice(root.length)).update(readFileSync(path))
const current = digest.digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== current) {
  console.log('Building the web front end and the book...')
  const { status, stdout } = spawnSync('npm', ['run', 'build', '--silent'], {
    cwd: web,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error(stdout)
    process.exit(status ?? 1)
  }
  precompress(join(web, 'dist'))
  writeFileSync(stamp, current)
}
