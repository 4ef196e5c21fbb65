import type { Description, Schema } from '../target/description.ts'

/** What tells how schemas are meant. */
export type Shapes = Pick<Description, 'examine' | 'resolve'>

/** A schema that is an object, without references and `allOf` at its top, and with one of its alternatives chosen. */
export type Flat = Readonly<Record<string, unknown>>

const MOST_VARIANTS = 12
/** Schemas looked at in one go, and how deep: some contain themselves. */
const MOST_STEPS = 300
const DEEPEST = 12

/**
 * The ways in which a value can fit a schema: for each alternative of `anyOf`, `oneOf` and `if`, one schema with all that
 * is asked of it side by side. They are what to make values by, not the whole truth: what is made has to be verified.
 */
export function flatten(schema: Schema, shapes: Shapes): Flat[] {
  let steps = 0
  const go = (each: Schema, depth: number): Flat[] => {
    const resolved = shapes.resolve(each)
    if (resolved === false || depth > DEEPEST || ++steps > MOST_STEPS) return []
    if (resolved === true) return [{}]
    const { allOf, anyOf, oneOf, if: condition, then: yes = true, else: no = true, ...own } = resolved
    let variants: Flat[] = [own]
    const both = (others: readonly Flat[]) => {
      variants = variants
        .flatMap((variant) => others.map((other) => merge(variant, other)))
        .slice(0, MOST_VARIANTS)
    }
    for (const part of listOf(allOf)) both(go(part, depth + 1))
    for (const alternatives of [anyOf, oneOf])
      if (alternatives !== undefined) both(listOf(alternatives).flatMap((one) => go(one, depth + 1)))
    if (condition !== undefined)
      both([...go({ allOf: [condition, yes] }, depth + 1), ...go(no as Schema, depth + 1)])
    return variants
  }
  return go(schema, 0)
}

function listOf(value: unknown): readonly Schema[] {
  return Array.isArray(value) ? (value as Schema[]) : []
}

/** All that two schemas ask, as one. */
function merge(one: Flat, other: Flat): Flat {
  const merged: Record<string, unknown> = { ...one }
  for (const [keyword, value] of Object.entries(other))
    merged[keyword] = merged[keyword] === undefined ? value : mergeKeyword(keyword, merged[keyword], value)
  return merged
}

const HIGHER = new Set([
  'minimum',
  'exclusiveMinimum',
  'minLength',
  'minItems',
  'minProperties',
  'minContains',
])
const LOWER = new Set([
  'maximum',
  'exclusiveMaximum',
  'maxLength',
  'maxItems',
  'maxProperties',
  'maxContains',
])

function mergeKeyword(keyword: string, one: unknown, other: unknown): unknown {
  if (HIGHER.has(keyword)) return Math.max(one as number, other as number)
  if (LOWER.has(keyword)) return Math.min(one as number, other as number)
  switch (keyword) {
    case 'required':
      return [...new Set([...(one as string[]), ...(other as string[])])]
    case 'type':
      return bothTypes([one].flat() as string[], [other].flat() as string[])
    case 'enum':
      return (one as unknown[]).filter((each) => includes(other as unknown[], each))
    case 'properties':
    case 'patternProperties': {
      const all = { ...(one as Record<string, Schema>) }
      for (const [name, schema] of Object.entries(other as Record<string, Schema>))
        all[name] = all[name] === undefined ? schema : { allOf: [all[name], schema] }
      return all
    }
    case 'items':
    case 'additionalProperties':
    case 'propertyNames':
    case 'contains':
    case 'not':
      return keyword === 'not' ? { anyOf: [one, other] } : { allOf: [one, other] }
    case 'uniqueItems':
    case 'readOnly':
    case 'writeOnly':
      return one === true || other === true
    case 'examples':
      return [...(one as unknown[]), ...(other as unknown[])]
    default:
      // Two patterns or formats cannot be made one; the verification sees both.
      return one
  }
}

function bothTypes(one: readonly string[], other: readonly string[]): string[] {
  const fits = (type: string, among: readonly string[]) =>
    among.includes(type) || (type === 'integer' && among.includes('number'))
  return [
    ...new Set([...one.filter((type) => fits(type, other)), ...other.filter((type) => fits(type, one))]),
  ]
}

function includes(values: readonly unknown[], value: unknown): boolean {
  const text = JSON.stringify(value)
  return values.some((each) => JSON.stringify(each) === text)
}
