import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface Store {
  /** Keeps a text. When it returns, the text survives whatever happens to the process. */
  readonly add: (id: string, text: string) => void
  readonly get: (id: string) => string | undefined
}

/** A line of JSON for each, written through to the disk; half a line at the end was never acknowledged. */
export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'notes.jsonl')
  const texts = new Map<string, string>()
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  for (const line of lines.slice(0, -1)) {
    const [id, text] = JSON.parse(line) as [string, string]
    texts.set(id, text)
  }
  return {
    add(id, text) {
      const to = openSync(file, 'a')
      writeSync(to, `${JSON.stringify([id, text])}\n`)
      fsyncSync(to)
      closeSync(to)
      texts.set(id, text)
    },
    get: (id) => texts.get(id),
  }
}
