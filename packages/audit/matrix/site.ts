import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditConfig } from '../src/target/config.ts'

/** The same few files for every server of files. */
export function writeSite(folder: string): string {
  const root = join(folder, 'site')
  mkdirSync(join(root, 'data'), { recursive: true, mode: 0o755 })
  const page =
    '<!doctype html>\n<html lang="en">\n<title>Site</title>\n<h1>Site</h1>\n<a href="/data/books.json">Books</a>\n</html>\n'
  writeFileSync(join(root, 'index.html'), page)
  writeFileSync(join(root, 'page.html'), page)
  const books = Array.from({ length: 100 }, (_, id) => ({ id: id + 1, title: `Book ${id + 1}` }))
  writeFileSync(join(root, 'data/books.json'), JSON.stringify({ items: books }))
  writeFileSync(join(root, 'data/large.txt'), 'All work and no play makes a long text.\n'.repeat(5000))
  return root
}

/** What the auditor is told of it: it is ours, and nothing can be changed there. */
export const SITE: AuditConfig = { pages: ['/', '/page.html', '/data/books.json', '/data/large.txt'] }
