import { Problem, type Mistake } from './problem.ts'

const DEEPEST = 32
const MOST_VALUES = 2000

/** JSON and what is wrong with values that are good JSON. */
export interface ReadJson {
  readonly value: unknown
  readonly mistakes: readonly Mistake[]
}

/**
 * Reads JSON strictly (RFC 8259, and RFC 7493 where that leaves a choice): UTF-8 without a byte order mark, no member
 * twice, bounded in depth and in the number of values. Numbers that would be changed and texts that are none are mistakes.
 *
 * @throws Problem 400
 */
export function readJson(content: Buffer): ReadJson {
  if (content.length === 0) throw new Problem(400, 'Content is missing; JSON was expected.')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    throw new Problem(400, 'The content is not UTF-8.')
  }
  // Before it is parsed, so that it costs nothing.
  refuseSize(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Problem(400, 'The content is not JSON.')
  }
  return { value, mistakes: inspect(text) }
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+/gs

function refuseSize(text: string): void {
  let depth = 0
  let values = 1
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{},]/gs)) {
    if (token === '[' || token === '{') depth++
    if (token === ']' || token === '}') depth--
    if (token === ',') values++
    if (depth > DEEPEST) throw new Problem(400, `The content is deeper than ${DEEPEST} levels.`)
    if (values > MOST_VALUES) throw new Problem(400, `The content has more than ${MOST_VALUES} values.`)
  }
}

/** Where one is while reading: the names seen of an object, or the position in an array. */
type Level = { readonly names: Set<string>; at: string } | { readonly names: undefined; at: number }

/** @param text which is JSON */
function inspect(text: string): Mistake[] {
  const mistakes: Mistake[] = []
  const levels: Level[] = []
  let previous = ''
  for (const [token] of text.matchAll(TOKENS)) {
    const level = levels.at(-1)
    const names = level?.names !== undefined && (previous === '{' || previous === ',')
    if (token === '{') levels.push({ names: new Set(), at: '' })
    else if (token === '[') levels.push({ names: undefined, at: 0 })
    else if (token === '}' || token === ']') levels.pop()
    else if (token === ',' && level?.names === undefined && level !== undefined) level.at++
    else if (names && token.startsWith('"')) nameIn(level, JSON.parse(token) as string)
    else mistakes.push(...wrongWith(token, levels))
    previous = token
  }
  return mistakes
}

function nameIn(level: Extract<Level, { names: Set<string> }>, name: string): void {
  // RFC 8259 section 4 leaves it open which one counts; two readers would disagree.
  if (level.names.has(name)) throw new Problem(400, 'The content has an object with the same member twice.')
  level.names.add(name)
  level.at = name
}

function wrongWith(token: string, levels: readonly Level[]): Mistake[] {
  const message = token.startsWith('"')
    ? wrongText(token)
    : /^[-\d]/.test(token)
      ? wrongNumber(token)
      : undefined
  if (message === undefined) return []
  return [{ in: 'body', pointer: levels.map(({ at }) => `/${escapePointer(String(at))}`).join(''), message }]
}

function wrongText(token: string): string | undefined {
  const text = JSON.parse(token) as string
  if (!text.isWellFormed()) return 'has half of a surrogate pair, which is no character'
  return text.includes('\0') ? 'has a NUL character' : undefined
}

function wrongNumber(token: string): string | undefined {
  const number = Number(token)
  const whole = Number.isInteger(number) || !Number.isFinite(number)
  return whole && !Number.isSafeInteger(number)
    ? 'is beyond the integers that JSON keeps exactly, from -(2^53 - 1) to 2^53 - 1'
    : undefined
}

/** RFC 6901 section 3. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
