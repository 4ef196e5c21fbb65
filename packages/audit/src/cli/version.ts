import { readFileSync } from 'node:fs'

/** The auditor's version, as its package has it: two folders up from here, in `src` as in `dist`. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return known ? String(manifest.version) : 'unknown'
}
