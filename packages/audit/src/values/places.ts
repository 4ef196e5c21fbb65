import type { Random } from '../run/random.ts'
import type { Schema } from '../target/description.ts'
import { isObject, step } from '../target/openapi/document.ts'
import { flatten, type Flat, type Shapes } from './flatten.ts'
import { typesOf, valid } from './valid.ts'

/** One place in a value that fits a schema. */
export interface Place {
  /** A JSON Pointer into the value. */
  readonly pointer: string
  /** What is asked there, of the alternatives the one that the value goes by. */
  readonly schema: Flat
  readonly value: unknown
  /** The whole value with something else in this place. */
  readonly put: (value: unknown) => unknown
}

const MOST_PLACES = 150
const MOST_BASES = 3
const DEEPEST = 6

/** The places of the fullest values that can be made for a schema: one value for each of its first few alternatives. */
export function placesOf(schema: Schema, shapes: Shapes, random: Random): Place[] {
  const variants = flatten(schema, shapes)
  const all = { members: 'all' } as const
  const bases =
    variants.length === 1
      ? [valid(schema, shapes, random, all)]
      : variants.slice(0, MOST_BASES).map((variant) => valid(variant, shapes, random, all))
  const fitting = bases.filter((base) => base !== undefined && fits(schema, base, shapes))
  const found = fitting.flatMap((base) => within(schema, base, shapes))
  const known = new Set<string>()
  return found
    .filter(({ pointer, value }) => {
      const key = `${pointer} ${typeof value}`
      return !known.has(key) && known.add(key)
    })
    .slice(0, MOST_PLACES)
}

export function fits(schema: Schema, value: unknown, shapes: Shapes): boolean {
  return shapes.examine(schema, value, 'request').length === 0
}

function within(schema: Schema, whole: unknown, shapes: Shapes): Place[] {
  const places: Place[] = []
  const visit = (each: Schema, value: unknown, pointer: string, put: Place['put'], depth: number) => {
    const flat = variantOf(each, value, shapes)
    if (flat === undefined || places.length >= MOST_PLACES || depth > DEEPEST) return
    places.push({ pointer, schema: flat, value, put })
    if (Array.isArray(value)) {
      if (value.length > 0)
        visit(
          itemSchema(flat),
          value[0],
          step(pointer, 0),
          (other) => put([other, ...(value.slice(1) as unknown[])]),
          depth + 1,
        )
    } else if (isObject(value))
      for (const [name, schemaOfMember] of Object.entries((flat.properties ?? {}) as Record<string, Schema>))
        if (Object.hasOwn(value, name))
          visit(
            schemaOfMember,
            value[name],
            step(pointer, name),
            (other) => put({ ...value, [name]: other }),
            depth + 1,
          )
  }
  visit(schema, whole, '', (other) => other, 0)
  return places
}

function itemSchema({ prefixItems, items }: Flat): Schema {
  return ((prefixItems as Schema[] | undefined)?.[0] ?? items ?? true) as Schema
}

/** The alternative that a value goes by. */
function variantOf(schema: Schema, value: unknown, shapes: Shapes): Flat | undefined {
  const variants = flatten(schema, shapes)
  if (variants.length <= 1) return variants[0]
  const kind = kindsOf(value)
  return variants.find(
    (variant) => typesOf(variant).some((type) => kind.includes(type)) && fits(variant, value, shapes),
  )
}

function kindsOf(value: unknown): readonly string[] {
  if (value === null) return ['null']
  if (Array.isArray(value)) return ['array']
  return typeof value === 'number' ? ['number', 'integer'] : [typeof value]
}
