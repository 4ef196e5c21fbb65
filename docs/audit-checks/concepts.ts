import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Concept } from './page.ts'

interface Curriculum {
  readonly parts: readonly { readonly concepts: readonly { readonly id: string; readonly title: string }[] }[]
}

/** The concepts of the curriculum, in its order. */
export function readConcepts(root: string): Concept[] {
  const { parts } = parse(readFileSync(join(root, 'book/curriculum.yaml'), 'utf8')) as Curriculum
  return parts.flatMap(({ concepts }) =>
    concepts.map(({ id, title }) => ({ id, title, written: existsSync(join(root, `book/${id}.md`)) })),
  )
}
