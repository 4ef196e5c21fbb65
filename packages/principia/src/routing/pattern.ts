/**
 * The grammar of a route's path, one segment between two slashes:
 *
 * | segment        | matches                                             | gives          |
 * |----------------|-----------------------------------------------------|----------------|
 * | `users`        | exactly this text                                   |                |
 * | `:id`          | one segment that is not empty                       | `id`           |
 * | `:id(\\d+)`    | one segment that the regular expression matches whole | `id`         |
 * | `*`            | one segment that is not empty                       |                |
 * | `**`, `**:path` | all that is left, from a segment that is not empty | `path`         |
 */
export type Segment =
  | { readonly kind: 'static'; readonly text: string }
  | { readonly kind: 'constrained'; readonly name: string; readonly source: string; readonly test: RegExp }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'rest'; readonly name: string | undefined }

/** The names that a pattern captures, as a type: `ParamNames<'/a/:id/**:rest'>` is `'id' | 'rest'`. */
export type ParamNames<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? ParamName<Head> | ParamNames<Tail>
  : ParamName<Path>

type ParamName<Text extends string> = Text extends `:${infer Name}(${string}`
  ? Name
  : Text extends `:${infer Name}` | `**:${infer Name}`
    ? Name
    : never

/**
 * Reads a pattern.
 *
 * @throws TypeError that names the pattern and what is wrong with it.
 */
export function parsePattern(pattern: string): Segment[] {
  const fail = (why: string) => new TypeError(`Route pattern "${pattern}": ${why}.`)
  if (!pattern.startsWith('/')) throw fail('it must start with "/"')
  if (pattern === '/') return []
  const names = new Set<string>()
  const texts = splitSegments(pattern.slice(1))
  return texts.map((text, index) => {
    const segment = parseSegment(text, fail)
    if (segment.kind === 'rest' && index !== texts.length - 1) throw fail('"**" must be the last segment')
    if ('name' in segment && segment.name !== undefined) {
      if (names.has(segment.name)) throw fail(`the parameter "${segment.name}" occurs twice`)
      names.add(segment.name)
    }
    return segment
  })
}

/** Splits at slashes, but not inside the parentheses of a regular expression. */
function splitSegments(path: string): string[] {
  const segments: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index < path.length; index++) {
    const character = path[index]
    if (character === '\\') index++
    else if (character === '(') depth++
    else if (character === ')') depth--
    else if (character === '/' && depth === 0) {
      segments.push(path.slice(start, index))
      start = index + 1
    }
  }
  segments.push(path.slice(start))
  return segments
}

function parseSegment(text: string, fail: (why: string) => TypeError): Segment {
  if (text === '') throw fail('it has an empty segment; leave out double and trailing slashes')
  if (text === '*') return { kind: 'wildcard' }
  if (text === '**') return { kind: 'rest', name: undefined }
  const [, marker, name, source] = /^(\*\*:|:)([A-Za-z_]\w*)(?:\((.+)\))?$/s.exec(text) ?? []
  if (name === undefined) {
    if (/[:*()?]/.test(text))
      throw fail(`"${text}" is not a segment; use text, ":name", ":name(regex)", "*", "**" or "**:name"`)
    if (/[{}]/.test(text)) {
      const inside = /\{(\w+)\}/.exec(text)?.[1] ?? 'id'
      throw fail(`"${text}" has braces; a parameter is a segment of its own, write ":${inside}"`)
    }
    if (text.includes('%')) throw fail(`"${text}" is matched after decoding; write the character itself`)
    if (/\p{Cc}/u.test(text)) throw fail('control characters never reach a route')
    if (text === '.' || text === '..') throw fail('"." and ".." never reach a route')
    return { kind: 'static', text }
  }
  if (marker === '**:') {
    if (source !== undefined) throw fail('a "**" takes no regular expression')
    return { kind: 'rest', name }
  }
  if (source === undefined) return { kind: 'param', name }
  try {
    return { kind: 'constrained', name, source, test: new RegExp(`^(?:${source})$`, 'u') }
  } catch (error) {
    throw fail(
      `"${source}" is not a regular expression (${error instanceof Error ? error.message : String(error)})`,
    )
  }
}

/** What two patterns have in common when no request could tell them apart: their shape without names. */
export function patternShape(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      if (segment.kind === 'static') return `/${segment.text}`
      if (segment.kind === 'constrained') return `/:(${segment.source})`
      if (segment.kind === 'rest') return '/**'
      return '/:'
    })
    .join('')
}
