import { parse } from 'yaml'
import type { Concept } from './curriculum.ts'

export interface FrontMatter {
  /** Repository paths that the chapter names as its code: files, or folders ending in a slash. */
  readonly code: readonly string[]
  readonly body: string
  /** Lines before the body, so that a problem can be reported at its line in the file. */
  readonly offset: number
  readonly problems: readonly string[]
}

const FENCE = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/

/**
 * Takes a chapter apart and compares what it says about itself with the curriculum, which is the truth:
 * a chapter may repeat its title, part, order and topics, but may not contradict them.
 */
export function readFrontMatter(source: string, concept: Concept): FrontMatter {
  const head = FENCE.exec(source)
  if (head === null) {
    return { code: [], body: source, offset: 0, problems: ['no front matter: expected --- lines at the top'] }
  }
  const fields: unknown = parse(head[1] ?? '')
  const given = (key: string): unknown =>
    typeof fields === 'object' && fields !== null ? Reflect.get(fields, key) : undefined

  const problems: string[] = []
  for (const key of ['title', 'part', 'order'] as const) {
    const value = given(key)
    if (value !== undefined && value !== concept[key]) {
      problems.push(
        `${key}: ${JSON.stringify(value)}, but the curriculum says ${JSON.stringify(concept[key])}`,
      )
    }
  }
  const topics = given('topics')
  for (const topic of Array.isArray(topics) ? topics : []) {
    if (!concept.topics.includes(String(topic))) {
      problems.push(`topics: "${String(topic)}" is not a topic of ${concept.id} in the curriculum`)
    }
  }
  const code = given('code')
  return {
    code: Array.isArray(code) ? code.map(String) : [],
    body: source.slice(head[0].length),
    offset: head[0].split('\n').length - 1,
    problems,
  }
}
