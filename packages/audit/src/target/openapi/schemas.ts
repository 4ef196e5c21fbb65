import type { Schema } from '../description.ts'
import { isObject, kindOf, membersOf, step, unresolved, type OpenApi } from './document.ts'
import { compilePattern, PLAIN, SCHEMAS_IN } from './keywords.ts'
import { upgrade } from './upgrade.ts'

/** The schemas of a document, in the form that `Schema` promises. */
export interface Schemas {
  /** The schema that stands at a pointer. What is none is a fault, and then anything fits. */
  readonly of: (raw: unknown, pointer: string) => Schema
  /** With the references at its top resolved. */
  readonly resolve: (schema: Schema) => Schema
  /** Reads what references lead to and has not been read, so that its faults are known. */
  readonly settle: () => void
}

export function createSchemas(api: OpenApi): Schemas {
  const known = new Map<object, Schema>()
  const resolved = new WeakMap<object, Schema>()
  const named = namedSchemas(api)
  /** What references lead to, by pointer. */
  const targets = new Map<string, unknown>()

  const of = (raw: unknown, pointer: string, root = '#'): Schema => {
    if (typeof raw === 'boolean') return raw
    if (!isObject(raw)) {
      api.fault(pointer, `a schema is an object, but this is ${kindOf(raw)}`)
      return true
    }
    const before = known.get(raw)
    if (before !== undefined) return before
    if (api.old) checkOld(raw, pointer)
    const schema: Record<string, unknown> = {}
    known.set(raw, schema)
    const within = typeof raw.$id === 'string' && !api.old ? pointer : root
    for (const [keyword, value] of Object.entries(api.old ? upgrade(raw) : raw)) {
      const at = step(pointer, keyword)
      const kept = keyword === '$ref' ? reference(value, pointer, within) : read(keyword, value, at, within)
      if (kept !== undefined) schema[keyword] = kept
    }
    return schema
  }

  /** What JSON Schema allows and OpenAPI 3.0 does not (3.0.3, Schema Object). */
  const checkOld = ({ type, items }: Readonly<Record<string, unknown>>, pointer: string) => {
    if (Array.isArray(type) || type === 'null')
      api.fault(step(pointer, 'type'), 'OpenAPI 3.0 has one type, and none that is null')
    if (type === 'array' && items === undefined) api.fault(pointer, 'a list has items')
  }

  const read = (keyword: string, value: unknown, at: string, root: string): unknown => {
    const shape = SCHEMAS_IN.get(keyword)
    if (shape === 'one') return of(value, at, root)
    if (shape === 'list') {
      if (Array.isArray(value) && value.length > 0)
        return value.map((each, index) => of(each, step(at, index), root))
    } else if (shape === 'map') {
      if (isObject(value)) {
        if (keyword === 'patternProperties') faultPatterns(value, at)
        return Object.fromEntries(
          Object.entries(value)
            .filter(([name]) => keyword !== 'patternProperties' || compilePattern(name) !== undefined)
            .map(([name, each]) => [name, of(each, step(at, name), root)]),
        )
      }
    } else {
      const wrong = Object.hasOwn(PLAIN, keyword) ? PLAIN[keyword]?.(value) : undefined
      if (wrong !== undefined) api.fault(at, wrong)
      return wrong === undefined && (Object.hasOwn(PLAIN, keyword) || keyword.startsWith('x-'))
        ? value
        : undefined
    }
    api.fault(
      at,
      `${shape === 'list' ? 'a list' : 'an object'} of schemas was expected; it is ${kindOf(value)}`,
    )
    return undefined
  }

  const faultPatterns = (value: Readonly<Record<string, unknown>>, at: string) => {
    for (const name of Object.keys(value))
      if (compilePattern(name) === undefined) api.fault(step(at, name), 'its name is no regular expression')
  }

  /** A reference as a pointer from the document's root, where it leads to a schema. */
  const reference = (value: unknown, pointer: string, root: string): string | undefined => {
    if (typeof value !== 'string') {
      api.fault(step(pointer, '$ref'), `a reference is a text, but this is ${kindOf(value)}`)
      return undefined
    }
    const target = find(value, root)
    if (target === undefined) {
      api.fault(pointer, unresolved(value))
      return undefined
    }
    if (leadsInCircle(target)) {
      api.fault(pointer, `its reference "${value}" leads in a circle`)
      return undefined
    }
    targets.set(target, api.at(target))
    return target
  }

  const find = (uri: string, root: string): string | undefined => {
    if (uri === '#') return root
    if (uri.startsWith('#/')) {
      // Within a schema with an `$id`, pointers begin there; most who write one mean the document all the same.
      const inner = `${root}${uri.slice(1)}`
      return api.at(inner) !== undefined ? inner : api.at(uri) !== undefined ? uri : undefined
    }
    return named.get(uri)
  }

  const leadsInCircle = (from: string): boolean => {
    const seen = new Set<string>()
    for (let next: string | undefined = from; next !== undefined;) {
      if (seen.has(next)) return true
      seen.add(next)
      const value = api.at(next)
      next = isObject(value) && typeof value.$ref === 'string' ? find(value.$ref, '#') : undefined
    }
    return false
  }

  const resolve = (schema: Schema): Schema => {
    if (typeof schema === 'boolean' || typeof schema.$ref !== 'string') return schema
    const before = resolved.get(schema)
    if (before !== undefined) return before
    const { $ref, ...besides } = schema
    const target = resolve(of(api.at($ref), $ref))
    const says = Object.keys(besides).filter((keyword) => !ANNOTATIONS.has(keyword))
    const { allOf = [], ...others } = besides
    const whole = says.length === 0 ? target : { ...others, allOf: [...(allOf as Schema[]), target] }
    resolved.set(schema, whole)
    return whole
  }

  return {
    of,
    resolve,
    settle() {
      // A map hands out what is added to it meanwhile as well.
      for (const [pointer, raw] of targets) of(raw, pointer)
    },
  }
}

/** Keywords beside a reference that do not matter to which values fit. */
const ANNOTATIONS = new Set(['title', 'description', 'deprecated'])

/** Schemas that are known by an `$id` or an `$anchor` of their own (JSON Schema 2020-12, core, section 8.2). */
function namedSchemas({ root, old }: OpenApi): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (old) return found
  const path: (string | number)[] = []
  const visit = (value: unknown, id: string) => {
    if (typeof value !== 'object' || value === null) return
    const own = isObject(value) && typeof value.$id === 'string' ? value.$id : undefined
    if (own !== undefined) found.set(own, pointerOf(path))
    const within = own ?? id
    if (isObject(value))
      for (const name of [value.$anchor, value.$dynamicAnchor])
        if (typeof name === 'string') {
          found.set(`${within}#${name}`, pointerOf(path))
          found.set(`#${name}`, pointerOf(path))
        }
    for (const [name, each] of Array.isArray(value) ? value.entries() : membersOf(value)) {
      path.push(name)
      visit(each, within)
      path.pop()
    }
  }
  visit(root, '')
  return found
}

function pointerOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(step, '#')
}
