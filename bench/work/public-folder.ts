import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const FILE = 'site.css'

/** 14 KB of text, as a style sheet is. */
export const STYLES = Array.from(
  { length: 200 },
  (_, index) => `.card-${index} { margin: ${index % 12}px; color: hsl(${index} 40% 50%); padding: 1rem }\n`,
).join('')

/** A folder with the file in it, for as long as the process runs. */
export function publicFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'principia-bench-public-'))
  writeFileSync(join(folder, FILE), STYLES)
  process.on('exit', () => rmSync(folder, { recursive: true }))
  return folder
}
