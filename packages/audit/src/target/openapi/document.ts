/** Something in a document that breaks the specification. */
export type Fault = (pointer: string, says: string) => void

/** An object of a document, and where it is. */
export interface Place {
  readonly value: Readonly<Record<string, unknown>>
  /** As a JSON Pointer (RFC 6901), with the sign of a fragment: `#/paths/~1notes/get`. */
  readonly pointer: string
}

/** An OpenAPI document in which references can be followed. */
export interface OpenApi {
  readonly root: Readonly<Record<string, unknown>>
  /** Whether it is written in OpenAPI 3.0, whose schemas are not those of JSON Schema. */
  readonly old: boolean
  readonly fault: Fault
  /** What a pointer such as `#/components/schemas/Note` points to; `undefined` where there is nothing. */
  readonly at: (pointer: string) => unknown
  /**
   * The object itself, or the one that its `$ref` leads to. What leads nowhere, to another document or in a circle is a
   * fault and gives `undefined`.
   */
  readonly follow: (value: unknown, pointer: string, what: string) => Place | undefined
}

export function createOpenApi(root: Readonly<Record<string, unknown>>, fault: Fault): OpenApi {
  const at = (pointer: string) => pointTo(root, pointer)
  return {
    root,
    old: typeof root.openapi === 'string' && root.openapi.startsWith('3.0'),
    fault,
    at,
    follow(value, pointer, what) {
      const seen = new Set<unknown>()
      let place = { value, pointer }
      while (isObject(place.value)) {
        const reference = place.value.$ref
        if (typeof reference !== 'string') return { value: place.value, pointer: place.pointer }
        if (seen.has(place.value)) {
          fault(pointer, `its reference "${reference}" leads in a circle`)
          return undefined
        }
        seen.add(place.value)
        const target = reference.startsWith('#') ? at(reference) : undefined
        if (target === undefined) {
          fault(place.pointer, unresolved(reference))
          return undefined
        }
        place = { value: target, pointer: reference }
      }
      fault(place.pointer, `${what} is an object, but this is ${kindOf(place.value)}`)
      return undefined
    },
  }
}

export function unresolved(reference: string): string {
  const shown = reference.slice(0, 200)
  return reference.startsWith('#')
    ? `its reference "${shown}" leads nowhere`
    : `its reference "${shown}" leads out of the document, which is not followed; give a document that is bundled into one`
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The members of an object; none where it is no object. */
export function membersOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : []
}

/** One more step of a JSON Pointer (RFC 6901 section 3). */
export function step(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** `a list`, `null`, `the text "x"`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return `the text "${value.slice(0, 60)}"`
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'an object'
}

/** What a JSON Pointer, with the sign of a fragment or without, points to (RFC 6901). */
export function pointTo(root: unknown, pointer: string): unknown {
  let value = root
  for (const part of pointer.replace(/^#/, '').split('/').slice(1)) {
    const name = decode(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return /^#?(?:\/|$)/.test(pointer) ? value : undefined
}

/** In a fragment, a pointer is percent-encoded (RFC 6901 section 6). */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
