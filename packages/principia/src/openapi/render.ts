import { closeObjects, isJsonSchema, propertiesOf, type JsonSchema } from '../validation/index.ts'
import type { Components, Names } from './components.ts'
import type { Side } from './standard.ts'

/** How a schema is to be written, where it stands. */
export interface Rendering {
  readonly components: Components
  readonly side: Side
  /** What names that occur in a `$ref` stand for, as references into the document. */
  readonly scope: ReadonlyMap<string, string>
  /** Whether a schema with a title may become a component here. */
  readonly named: boolean
  /** Whether missing members with a default are filled in before the check (validation/defaults.ts). */
  readonly filled: boolean
}

/**
 * Writes one schema as plain JSON Schema 2020-12. `closed` is `original` as it is enforced
 * (validation/close.ts) and has the same structure.
 */
export function renderSchema(original: JsonSchema, closed: JsonSchema, how: Rendering): JsonSchema {
  if (!refersToItself(original)) return renderNested(original, closed, how)
  return placeComponent(nameOf(original) ?? 'Recursive', original, closed, how)
}

function renderNested(original: JsonSchema, closed: JsonSchema, how: Rendering): JsonSchema {
  const name = how.named && isWhole(original, closed) ? nameOf(original) : undefined
  if (name === undefined) return renderBody(original, closed, { ...how, named: true })
  return placeComponent(name, original, closed, how)
}

/** Where schemas are combined, a part is left open; it is then not the schema that its title means elsewhere. */
function isWhole(original: JsonSchema, closed: JsonSchema): boolean {
  if (original === closed || nameOf(original) === undefined) return true
  return JSON.stringify(closeObjects(original)) === JSON.stringify(closed)
}

/** The title or identifier that a schema was given, which makes it a component. */
function nameOf(schema: JsonSchema): string | undefined {
  const name = schema.$id ?? schema.title
  return typeof name === 'string' && name !== '' ? name : undefined
}

function refersToItself(schema: JsonSchema): boolean {
  return JSON.stringify(schema).includes('"$ref":"#"')
}

function placeComponent(key: string, original: JsonSchema, closed: JsonSchema, how: Rendering): JsonSchema {
  const render = (names: Names) => {
    const { $ref } = names.reference(key)
    const scope = new Map([...how.scope, [key, $ref], ['#', $ref]])
    return renderBody(original, closed, { ...how, scope, named: true })
  }
  return how.components.place([{ key, render }], how.side).reference(key)
}

function renderBody(original: JsonSchema, closed: JsonSchema, how: Rendering): JsonSchema {
  const scope = placeDefinitions(original, closed, how)
  const inside = { ...how, scope, filled: false }
  const sameValue = { ...how, scope }
  const rendered: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(closed)) {
    if (LEFT_OUT.has(keyword) || value === undefined || typeof value === 'function') continue
    if (keyword === '$ref' && typeof value === 'string') rendered.$ref = scope.get(localName(value)) ?? value
    // The older spelling of a tuple, which JSON Schema 2020-12 calls `prefixItems` and `items`.
    else if (keyword === 'items' && Array.isArray(value)) {
      rendered.prefixItems = renderAny(original.items, value, inside)
    } else if (keyword === 'additionalItems') {
      rendered.items = renderAny(original.additionalItems, value, inside)
    } else if (keyword === 'properties') {
      rendered.properties = renderMap(original.properties, value, sameValue)
    } else if (MAPS.has(keyword)) rendered[keyword] = renderMap(original[keyword], value, inside)
    else if (FILLED.has(keyword)) rendered[keyword] = renderAny(original[keyword], value, sameValue)
    else if (SCHEMAS.has(keyword)) rendered[keyword] = renderAny(original[keyword], value, inside)
    else rendered[keyword] = value
  }
  if (how.filled) relaxRequired(rendered, closed)
  return rendered
}

/** `$defs` become components; gives the scope in which the names that they define are known. */
function placeDefinitions(
  original: JsonSchema,
  closed: JsonSchema,
  how: Rendering,
): ReadonlyMap<string, string> {
  if (!isJsonSchema(closed.$defs) || !isJsonSchema(original.$defs)) return how.scope
  const keys = Object.keys(closed.$defs)
  const scopeFor = (names: Names) =>
    new Map([...how.scope, ...keys.map((key) => [key, names.reference(key).$ref] as const)])
  const before = original.$defs
  const after = closed.$defs
  const group = keys.map((key) => ({
    key,
    render: (names: Names) =>
      renderBody(before[key] as JsonSchema, after[key] as JsonSchema, {
        ...how,
        scope: scopeFor(names),
        filled: false,
      }),
  }))
  return scopeFor(how.components.place(group, how.side))
}

function renderMap(original: unknown, closed: unknown, how: Rendering): unknown {
  if (!isJsonSchema(closed) || !isJsonSchema(original)) return closed
  return Object.fromEntries(
    Object.entries(closed).map(([name, child]) => [name, renderAny(original[name], child, how)]),
  )
}

function renderAny(original: unknown, closed: unknown, how: Rendering): unknown {
  if (Array.isArray(closed) && Array.isArray(original)) {
    return closed.map((child, index) => renderAny(original[index], child, how))
  }
  return isJsonSchema(closed) && isJsonSchema(original) ? renderNested(original, closed, how) : closed
}

/** What has a default may be left out: it is filled in before anybody asks whether it is there. */
function relaxRequired(rendered: Record<string, unknown>, closed: JsonSchema): void {
  if (!Array.isArray(rendered.required)) return
  const filled = new Set(propertiesOf(closed).flatMap(([name, child]) => ('default' in child ? [name] : [])))
  const required = rendered.required.filter((name) => !filled.has(name))
  if (required.length === 0) delete rendered.required
  else rendered.required = required
}

function localName(reference: string): string {
  return reference.replace(/^#\/(?:\$defs|definitions)\//, '')
}

const LEFT_OUT = new Set(['$defs', '$id', '$schema'])
const MAPS = new Set(['patternProperties', 'dependentSchemas'])
/** Beside `properties`, where defaults are filled in (validation/defaults.ts). */
const FILLED = new Set(['items', 'allOf'])
const SCHEMAS = new Set([
  'anyOf',
  'oneOf',
  'prefixItems',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
])
