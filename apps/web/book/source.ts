import { readFileSync, readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { highlightLines, languageOf } from './highlight.ts'
import { escapeHtml } from './html.ts'

/** A file or folder of the repository as a page. */
export interface SourcePage {
  readonly path: string
  readonly html: string
  readonly lines: number
}

const MAX_BYTES = 400_000

/** Sets a file with line numbers that are links (`#L10`); a folder as a list of its files. */
export function compileSource(root: string, path: string): SourcePage {
  return isFolder(root, path) ? compileFolder(root, path) : compileFile(root, path)
}

/** What a reader can reach from a path by links: the path itself and, for a folder, the files in it. */
export function expandSource(root: string, path: string): string[] {
  return isFolder(root, path) ? [path, ...filesIn(root, path)] : [path]
}

/** The name of the compiled page: one flat folder, slashes as two underscores. */
export function sourceFileName(path: string): string {
  return `${path.replaceAll('/', '__')}.json`
}

export function isFolder(root: string, path: string): boolean {
  return statSync(resolve(root, path)).isDirectory()
}

export function filesIn(root: string, path: string): string[] {
  return readdirSync(resolve(root, path), { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => `${path}/${entry.name}`)
    .toSorted()
}

function compileFile(root: string, path: string): SourcePage {
  const text = readFileSync(resolve(root, path), 'utf8')
  if (text.length > MAX_BYTES) throw new Error(`${path} is too large to be shown (${text.length} characters)`)
  const lines = highlightLines(text.replace(/\n$/, ''), languageOf(path))
  const body = lines
    .map((line, index) => {
      const n = index + 1
      return `<span class="line" id="L${n}"><a class="number" href="#L${n}" data-n="${n}" aria-label="Line ${n}"></a>${line}\n</span>`
    })
    .join('')
  return { path, html: `<pre class="source" tabindex="0"><code>${body}</code></pre>`, lines: lines.length }
}

function compileFolder(root: string, path: string): SourcePage {
  const files = filesIn(root, path)
  const items = files.map((file) => {
    const href = `/source/${file.split('/').map(encodeURIComponent).join('/')}`
    return `<li><a href="${href}">${escapeHtml(file.slice(path.length + 1))}</a></li>`
  })
  return { path, html: `<ul class="folder">${items.join('')}</ul>`, lines: files.length }
}
