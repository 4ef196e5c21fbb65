import { readFileSync } from 'node:fs'

/** The package's own folder: two up from this file, in `src` as in `dist`. */
export const packageFolder = new URL('../../', import.meta.url)

/** The version of the framework, as its package has it. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8'))
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return known ? String(manifest.version) : 'unknown'
}
