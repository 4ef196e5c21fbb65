/** Compiles the book into `dist/book`. Exits 1, with every problem listed, when a chapter is not sound. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compileBook } from './compile.ts'
import { sourceFileName } from './source.ts'

const started = performance.now()
const here = import.meta.dirname
const root = resolve(here, '../../..')
const out = resolve(here, '../dist/book')

const { chapters, sources, problems } = compileBook(
  root,
  join(root, 'book'),
  join(root, 'book/curriculum.yaml'),
)

if (problems.length > 0) {
  console.error(`The book has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`)
  for (const problem of problems) console.error(`  ${problem}`)
  process.exitCode = 1
} else {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(join(out, 'source'), { recursive: true })
  for (const chapter of chapters) write(`${chapter.id}.json`, chapter)
  for (const source of sources) write(join('source', sourceFileName(source.path)), source)
  write('index.json', {
    chapters: chapters.map(({ id, title, part, order, minutes }) => ({ id, title, part, order, minutes })),
  })
  const took = Math.round(performance.now() - started)
  console.log(
    `book: ${count(chapters.length, 'chapter')}, ${count(sources.length, 'source page')}, ${took} ms`,
  )
}

function write(name: string, value: unknown): void {
  writeFileSync(join(out, name), JSON.stringify(value))
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}
