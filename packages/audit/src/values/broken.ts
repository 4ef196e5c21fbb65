import type { Random } from '../run/random.ts'
import type { Mistake, Schema } from '../target/description.ts'
import { isObject, step } from '../target/openapi/document.ts'
import type { Shapes } from './flatten.ts'
import { placesOf, type Place } from './places.ts'
import { breaksOf } from './breaks.ts'

/** A value that breaks one rule of its schema, and only that. */
export interface Broken {
  /** Where in the value, as a JSON Pointer; of what is missing, where it would be. */
  readonly pointer: string
  /** The keyword that is broken. */
  readonly rule: string
  /** `"/title" is a number instead of a text`. */
  readonly says: string
  /** The whole value. */
  readonly value: unknown
}

export interface BrokenOptions {
  /**
   * Whether the value goes out as text, as in a query: what could be read as a value that fits is left out then, such as
   * `7` where a text is wanted.
   */
  readonly asText?: boolean
}

/** Values that each break one rule of a schema, for each of its rules that can be broken so: verified. */
export function broken(
  schema: Schema,
  shapes: Shapes,
  random: Random,
  { asText = false }: BrokenOptions = {},
): Broken[] {
  const found: Broken[] = []
  const given = new Set<string>()
  const give = (one: Broken) => {
    const text = JSON.stringify(one.value)
    if (
      text === undefined ||
      given.has(text) ||
      !breaksOnly(one, shapes.examine(schema, one.value, 'request'))
    )
      return
    if (asText && !breaksAsText(schema, one.value, shapes)) return
    given.add(text)
    found.push(one)
  }
  for (const place of placesOf(schema, shapes, random)) {
    for (const { rule, says, value } of breaksOf(place, shapes, random))
      give({ pointer: place.pointer, rule, says: `${named(place.pointer)} ${says}`, value: place.put(value) })
    for (const one of withoutMembers(place)) give(one)
    for (const one of withMembers(place)) give(one)
  }
  return found
}

/** Each required member left out, alone. */
function withoutMembers({ pointer, schema, value, put }: Place): Broken[] {
  if (!isObject(value)) return []
  const dependent = Object.entries((schema.dependentRequired ?? {}) as Record<string, string[]>)
    .filter(([name]) => Object.hasOwn(value, name))
    .flatMap(([, names]) => names.map((name) => ['dependentRequired', name] as const))
  const required = ((schema.required ?? []) as string[]).map((name) => ['required', name] as const)
  return [...required, ...dependent]
    .filter(([, name]) => Object.hasOwn(value, name))
    .map(([rule, name]) => {
      const { [name]: _, ...rest } = value
      const at = step(pointer, name)
      return { pointer: at, rule, says: `${named(at)} is missing`, value: put(rest) }
    })
}

const EXTRA = 'unexpectedMember'

/** One member more than is described. */
function withMembers({ pointer, schema, value, put }: Place): Broken[] {
  if (!isObject(value)) return []
  const at = step(pointer, EXTRA)
  return ['additionalProperties', 'unevaluatedProperties']
    .filter((rule) => schema[rule] === false)
    .map((rule) => ({
      pointer: at,
      rule,
      says: `${named(at)} is not described`,
      value: put({ ...value, [EXTRA]: 1 }),
    }))
}

function named(pointer: string): string {
  return pointer === '' ? 'The value' : `"${pointer}"`
}

/** Rules about which of several schemas fits: where one of them is broken, so are some within. */
const COMPOSED = new Set(['anyOf', 'oneOf', 'if', 'not'])
/** What is of another type is not one of the values that are listed either. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { type: ['enum', 'const'] }

function breaksOnly({ pointer, rule }: Broken, mistakes: readonly Mistake[]): boolean {
  if (mistakes.length === 0) return false
  if (mistakes.some((mistake) => COMPOSED.has(mistake.rule))) return true
  const allowed = new Set([rule, ...(TOGETHER[rule] ?? [])])
  return mistakes.every((each) => each.pointer === pointer && allowed.has(each.rule))
}

function breaksAsText(schema: Schema, value: unknown, shapes: Shapes): boolean {
  // What is left empty often counts as left out.
  if (value === '' || (typeof value === 'object' && value !== null)) return false
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const readings: unknown[] = [
    text,
    ...(text.trim() !== '' && Number.isFinite(Number(text)) ? [Number(text)] : []),
  ]
  const lower = text.toLowerCase()
  if (['true', '1', 'yes', 'on'].includes(lower)) readings.push(true)
  if (['false', '0', 'no', 'off'].includes(lower)) readings.push(false)
  if (lower === 'null') readings.push(null)
  // One value may be read as a list of one, or of those between its commas.
  readings.push([text], text.split(','))
  return readings.every((each) => shapes.examine(schema, each, 'request').length > 0)
}
