/**
 * The path of a call: the pattern of its route with each parameter in its place. What stands between two slashes is
 * percent-encoded once (RFC 3986 section 2.1), so that a slash in a value stays data; the value of `**:rest` keeps its
 * slashes, which are what it is about.
 *
 * @throws TypeError for a parameter that is missing, or that no address can carry.
 */
export function expandPath(pattern: string, params: Values = {}): string {
  return pattern.replace(SEGMENT, (whole, rest: string | undefined, name: string | undefined) => {
    if (name === undefined) {
      if (!whole.startsWith('/*')) return whole
      throw new TypeError(
        `"${pattern}" has a "${whole.slice(1)}" without a name, so nothing can be put there.`,
      )
    }
    const value = params[name]
    if (value === undefined) throw new TypeError(`"${pattern}" needs the parameter "${name}".`)
    const segments = rest === undefined ? [text(value)] : text(value).split('/')
    return segments.map((segment) => `/${encodeSegment(segment, name)}`).join('')
  })
}

/** One segment: `/**:name`, `/:name` with or without its regular expression, or anything else. */
const SEGMENT = /\/(?:(\*\*)?:(\w+)(?:\((?:[^\\()]|\\.|\([^()]*\))*\))?|[^/]*)/gs

type Values = { readonly [name: string]: unknown }

function encodeSegment(segment: string, name: string): string {
  // RFC 3986 section 5.2.4: whoever handles the address on its way takes these out, in any spelling.
  if (segment === '' || segment === '.' || segment === '..') {
    throw new TypeError(`The parameter "${name}" has the segment "${segment}", which no address can carry.`)
  }
  return encodeURIComponent(segment)
}

/** The query of a call, with its `?`: a list becomes one parameter per item, what is undefined is left out. */
export function toQuery(values: Values = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) query.append(name, text(item))
    }
  }
  return query.size === 0 ? '' : `?${query.toString()}`
}

/** A value as an address or a header has it. Times are RFC 3339, as in JSON. */
export function text(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  if (typeof value === 'bigint') return String(value)
  throw new TypeError(
    `${JSON.stringify(value)} cannot stand in an address or a header; give text or a number.`,
  )
}
