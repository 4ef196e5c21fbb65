import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether the peers are there, as the lockfile names them. */
export function hasPeers(folder: string): boolean {
  const stamp = stampOf(folder)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockOf(folder)
}

/**
 * `npm ci` in the bench's folder when its lockfile is not the one that was last installed. The peers are
 * kept out of the repository's own installation, which nobody but the bench needs them in.
 */
export function installPeers(folder: string): void {
  if (hasPeers(folder)) return
  console.log('Installing the peers that bench/package-lock.json names (once)...')
  const { status, error } = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`The installation failed: ${error?.message ?? 'npm said why above'}.`)
  writeFileSync(stampOf(folder), lockOf(folder))
}

function stampOf(folder: string): string {
  return join(folder, 'node_modules', '.principia-lock')
}

function lockOf(folder: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
}
