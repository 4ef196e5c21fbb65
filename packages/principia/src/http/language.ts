import { parseWeighted } from './quality.ts'

/**
 * Which of the `available` languages suits an `Accept-Language` best (RFC 9110 section 12.5.4); the first of
 * them where none does.
 *
 * Each range that the caller gave, most wanted first, is looked up as RFC 4647 section 3.4 has it: as it
 * stands, then shortened from its end. One that finds nothing that way takes the first language that it is
 * the beginning of, so that `en` finds `en-GB`. What the caller refuses with `q=0` is left out.
 *
 * @param available language tags (BCP 47), the default first
 * @example
 * negotiateLanguage('de-CH, fr;q=0.8', ['en', 'fr', 'de']) // 'de'
 */
export function negotiateLanguage<const L extends string>(
  header: string | undefined,
  available: readonly [L, ...L[]],
): L {
  const [first] = available
  if (header === undefined || available.length === 1) return first
  const ranges = parseWeighted(header).filter(({ value }) => RANGE.test(value))
  const refused = new Set(ranges.filter(({ q }) => q === 0).map(({ value }) => value))
  const offered = available.filter((tag) => !isRefused(tag.toLowerCase(), refused))
  const wanted = ranges.filter(({ q }) => q > 0).toSorted((a, b) => b.q - a.q)
  for (const { value } of wanted) {
    const found = value === '*' ? offered[0] : lookUp(value, offered)
    if (found !== undefined) return found
  }
  return first
}

/** What a handler's `language` is: the same, for the request at hand. */
export type NegotiateLanguage = <const L extends string>(available: readonly [L, ...L[]]) => L

/** RFC 4647 section 2.1. */
const RANGE = /^(?:\*|[a-z]{1,8}(?:-[a-z\d]{1,8})*)$/

function lookUp<L extends string>(range: string, offered: readonly L[]): L | undefined {
  const same = (wanted: string) => offered.find((tag) => tag.toLowerCase() === wanted)
  for (let shorter = range; shorter !== ''; shorter = shorten(shorter)) {
    const found = same(shorter)
    if (found !== undefined) return found
  }
  return offered.find((tag) => tag.toLowerCase().startsWith(`${range}-`))
}

/** RFC 4647 section 3.4: a subtag of one character goes together with the one that it introduces. */
function shorten(range: string): string {
  const rest = range.slice(0, Math.max(range.lastIndexOf('-'), 0))
  return rest.at(-2) === '-' ? rest.slice(0, -2) : rest
}

function isRefused(tag: string, refused: ReadonlySet<string>): boolean {
  for (let shorter = tag; shorter !== ''; shorter = shorten(shorter)) if (refused.has(shorter)) return true
  return false
}
