import type { JsonSchema } from '../validation/index.ts'
import type { Side } from './standard.ts'

/** A schema that is to become a component; a group of them may refer to each other. */
export interface Candidate {
  /** The name that it would like, and by which others in its group refer to it. */
  readonly key: string
  readonly render: (names: Names) => JsonSchema
}

/** What each member of a group is called in the end. */
export interface Names {
  readonly get: (key: string) => string | undefined
  readonly reference: (key: string) => { readonly $ref: string }
}

/** The schemas of a document that have a name. Equal ones of the same name are one. */
export interface Components {
  readonly schemas: Readonly<Record<string, JsonSchema>>
  /** Places a group under the first names that are free, or taken by exactly the same schemas. */
  place(group: readonly Candidate[], side: Side): Names
}

const PENDING: JsonSchema = {}

export function createComponents(): Components {
  const schemas: Record<string, JsonSchema> = {}
  return {
    schemas,
    place(group, side) {
      for (let attempt = 0; ; attempt++) {
        const names = namesOf(group, suffix(attempt, side))
        const taken = new Set([...names.values()].filter((name) => name in schemas))
        for (const name of names.values()) schemas[name] ??= PENDING
        const lookup: Names = {
          get: (key) => names.get(key),
          reference: (key) => ({ $ref: `#/components/schemas/${names.get(key)}` }),
        }
        const rendered = group.map(({ key, render }) => [names.get(key) as string, render(lookup)] as const)
        if (rendered.every(([name, schema]) => !taken.has(name) || isSame(schemas[name], schema))) {
          for (const [name, schema] of rendered) schemas[name] = schema
          return lookup
        }
        for (const name of names.values()) if (!taken.has(name)) delete schemas[name]
      }
    },
  }
}

function namesOf(group: readonly Candidate[], ending: string): Map<string, string> {
  return new Map(group.map(({ key }) => [key, componentName(key) + ending]))
}

/** `Order`, then `OrderInput` where what is sent and what is received differ, then numbers. */
function suffix(attempt: number, side: Side): string {
  if (attempt === 0) return ''
  if (attempt === 1) return side === 'input' ? 'Input' : 'Output'
  return String(attempt)
}

/** Names of components may have letters, digits and `. - _` only. */
function componentName(text: string): string {
  const words = text.split(/[^\w.-]+/).filter((word) => word !== '')
  if (words.length === 1) return words[0] as string
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') || 'Schema'
}

function isSame(known: JsonSchema | undefined, schema: JsonSchema): boolean {
  return known !== PENDING && JSON.stringify(known) === JSON.stringify(schema)
}
