import type { TSchema } from 'typebox'
import { Compile } from '../typebox.ts'
import { escapePointer, toFailures } from './messages.ts'
import { isJsonSchema, MAX_FAILURES, type Failure, type JsonSchema } from './schema.ts'

/** Adds what is wrong with a value at a place to the failures, until there are `MAX_FAILURES`. */
type Explain = (value: unknown, at: string, failures: Failure[]) => void

/**
 * Makes what finds every mistake in a value that a schema has refused.
 *
 * The schema compiler's own search looks at each member of the value with each keyword of the schema, which takes
 * some forty times as long as the check that failed. Most schemas are objects and lists of plain values: those are
 * walked here, and the compiler is asked only about the parts that turn out to be wrong. Everything is made when it
 * is first needed; an app that is never sent anything wrong does not pay for it.
 */
export function compileExplain(schema: JsonSchema, location: string): (value: unknown) => Failure[] {
  let explain: Explain | undefined
  return (value) => {
    explain ??= holdsReferences(schema) ? partOf(schema, location) : nodeOf(schema, location)
    const failures: Failure[] = []
    explain(value, '', failures)
    // Whoever asks has seen the value refused: that nothing is wrong with it is no answer.
    if (failures.length === 0) partOf(schema, location)(value, '', failures)
    return failures
  }
}

function holdsReferences(schema: JsonSchema): boolean {
  return '$defs' in schema || JSON.stringify(schema).includes('"$')
}

function nodeOf(schema: JsonSchema, location: string): Explain {
  if (schema.type === 'object' && hasOnly(schema, OBJECT_KEYWORDS)) return objectOf(schema, location)
  if (schema.type === 'array' && hasOnly(schema, LIST_KEYWORDS) && isJsonSchema(schema.items)) {
    return listOf(schema, schema.items, location)
  }
  return partOf(schema, location)
}

const ANNOTATIONS = [
  'type',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  '~kind',
  '~optional',
]
const OBJECT_KEYWORDS = new Set([...ANNOTATIONS, 'properties', 'required', 'additionalProperties'])
const LIST_KEYWORDS = new Set([...ANNOTATIONS, 'items', 'minItems', 'maxItems'])

function hasOnly(schema: JsonSchema, keywords: ReadonlySet<string>): boolean {
  const { additionalProperties = true } = schema
  return (
    typeof additionalProperties === 'boolean' && Object.keys(schema).every((keyword) => keywords.has(keyword))
  )
}

function objectOf(schema: JsonSchema, location: string): Explain {
  const properties = Object.entries(isJsonSchema(schema.properties) ? schema.properties : {})
    .filter((entry): entry is [string, JsonSchema] => isJsonSchema(entry[1]))
    .map(([name, child]) => ({ name, pointer: `/${escapePointer(name)}`, explain: nodeOf(child, location) }))
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const known =
    schema.additionalProperties === false ? new Set(properties.map(({ name }) => name)) : undefined
  return (value, at, failures) => {
    if (!isJsonSchema(value)) return report(failures, location, at, 'must be an object')
    for (const name of required) {
      if (!Object.hasOwn(value, name))
        report(failures, location, `${at}/${escapePointer(name)}`, 'is required')
    }
    if (known !== undefined) {
      for (const name of Object.keys(value)) {
        if (!known.has(name))
          report(failures, location, `${at}/${escapePointer(name)}`, 'is not a known field')
      }
    }
    for (const { name, pointer, explain } of properties) {
      if (failures.length === MAX_FAILURES) return
      if (Object.hasOwn(value, name)) explain(value[name], at + pointer, failures)
    }
  }
}

function listOf({ minItems, maxItems }: JsonSchema, items: JsonSchema, location: string): Explain {
  const explain = nodeOf(items, location)
  return (value, at, failures) => {
    if (!Array.isArray(value)) return report(failures, location, at, 'must be an array')
    if (typeof minItems === 'number' && value.length < minItems) {
      report(failures, location, at, `must have at least ${minItems} items`)
    }
    // A list that is too long is refused for that; what is in it nobody asked for.
    if (typeof maxItems === 'number' && value.length > maxItems) {
      return report(failures, location, at, `must have at most ${maxItems} items`)
    }
    for (let index = 0; index < value.length && failures.length < MAX_FAILURES; index++) {
      explain(value[index], `${at}/${index}`, failures)
    }
  }
}

/** What is no plain object or list: the schema compiler knows what is wrong with it. */
function partOf(schema: JsonSchema, location: string): Explain {
  const compiled = Compile(schema as TSchema)
  return (value, at, failures) => {
    if (compiled.Check(value)) return
    for (const { pointer, message } of toFailures(location, compiled.Errors(value))) {
      report(failures, location, at + pointer, message)
    }
  }
}

function report(failures: Failure[], location: string, pointer: string, message: string): void {
  if (failures.length < MAX_FAILURES) failures.push({ in: location, pointer, message })
}
