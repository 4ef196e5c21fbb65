import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** What the compiler needs to know of a concept: where it stands and what its chapter must cover. */
export interface Concept {
  readonly id: string
  readonly title: string
  readonly part: string
  /** Position in the whole curriculum, from 1. */
  readonly order: number
  readonly topics: readonly string[]
}

/** Reads `curriculum.yaml`. @throws Error naming the entry that has not the expected shape. */
export function readCurriculum(path: string): ReadonlyMap<string, Concept> {
  const concepts = new Map<string, Concept>()
  const parts = listOf(parse(readFileSync(path, 'utf8')), 'parts', path)
  for (const part of parts) {
    const partTitle = textOf(part, 'part', path)
    for (const concept of listOf(part, 'concepts', partTitle)) {
      const id = textOf(concept, 'id', partTitle)
      concepts.set(id, {
        id,
        title: textOf(concept, 'title', id),
        part: partTitle,
        order: concepts.size + 1,
        topics: listOf(concept, 'topics', id).map((topic) => String(topic)),
      })
    }
  }
  return concepts
}

function listOf(value: unknown, key: string, where: string): unknown[] {
  const list = fieldOf(value, key)
  if (Array.isArray(list)) return list
  throw new Error(`${where}: expected a list under "${key}"`)
}

function textOf(value: unknown, key: string, where: string): string {
  const text = fieldOf(value, key)
  if (typeof text === 'string') return text
  throw new Error(`${where}: expected text under "${key}", found ${JSON.stringify(text)}`)
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
