import { members, parametrized } from './fields.ts'

/** A weight from 0 to 1 (RFC 9110 section 12.4.2); `undefined` where it is none. */
function weight(text: string | undefined): number | undefined {
  if (text === undefined) return 1
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : undefined
}

/**
 * The offered media type that an `Accept` field prefers (RFC 9110 section 12.5.1): for each type its most precise range
 * counts; of equals the first that is offered. What is no media range is overlooked.
 *
 * @returns `undefined` where it accepts none
 */
export function preferredType(accept: string | undefined, offered: readonly string[]): string | undefined {
  const ranges = members(accept ?? '').flatMap((member) => mediaRange(member) ?? [])
  if (ranges.length === 0) return offered[0]
  const weighed = offered.map((type) => ({ type, q: weightOf(type, ranges) }))
  const best = Math.max(...weighed.map(({ q }) => q))
  return best === 0 ? undefined : weighed.find(({ q }) => q === best)?.type
}

interface MediaRange {
  readonly type: string
  readonly subtype: string
  readonly parameters: ReadonlyMap<string, string>
  readonly q: number
}

function mediaRange(member: string): MediaRange | undefined {
  const parsed = parametrized(member)
  const [, type, subtype] = /^([!#$%&'*+.^_`|~\w-]+)\/([!#$%&'*+.^_`|~\w-]+)$/.exec(parsed?.value ?? '') ?? []
  const q = weight(parsed?.parameters.get('q'))
  if (parsed === undefined || type === undefined || subtype === undefined || q === undefined) return undefined
  if (type === '*' && subtype !== '*') return undefined
  const parameters = new Map([...parsed.parameters].filter(([name]) => name !== 'q'))
  return { type: type.toLowerCase(), subtype: subtype.toLowerCase(), parameters, q }
}

function weightOf(offered: string, ranges: readonly MediaRange[]): number {
  const parsed = parametrized(offered)
  const [type = '', subtype = ''] = (parsed?.value ?? '').split('/')
  const parameters = parsed?.parameters ?? new Map<string, string>()
  let found = { precision: -1, q: 0 }
  for (const range of ranges) {
    const fits =
      (range.type === '*' || range.type === type) &&
      (range.subtype === '*' || range.subtype === subtype) &&
      [...range.parameters].every(([name, value]) => hasParameter(parameters, name, value))
    const precision = (range.type === '*' ? 0 : range.subtype === '*' ? 1 : 2) + range.parameters.size * 3
    if (fits && precision > found.precision) found = { precision, q: range.q }
  }
  return found.q
}

/** All that is sent is UTF-8, whether or not its type has a parameter to say so. */
function hasParameter(parameters: ReadonlyMap<string, string>, name: string, value: string): boolean {
  const own = parameters.get(name) ?? (name === 'charset' ? 'utf-8' : undefined)
  return own?.toLowerCase() === value.toLowerCase()
}

/** Content codings by what is dearest to the server. */
export const CODINGS = ['br', 'gzip'] as const
export type Coding = (typeof CODINGS)[number]

/**
 * The content coding to send with (RFC 9110 section 12.5.3).
 *
 * @param offered what could be done
 * @param worth whether coding is worth it
 * @returns `undefined` where nothing is acceptable, not even no coding
 */
export function preferredCoding(
  accept: string | undefined,
  offered: readonly Coding[],
  worth: boolean,
): Coding | 'identity' | undefined {
  if (accept === undefined) return 'identity'
  const weights = new Map<string, number>()
  for (const member of members(accept)) {
    const parsed = parametrized(member)
    const q = weight(parsed?.parameters.get('q'))
    if (parsed !== undefined && q !== undefined)
      // "x-gzip" is the old name of "gzip" (RFC 9110 section 8.4.1.3).
      weights.set(parsed.value.toLowerCase().replace(/^x-(?=gzip$)/, ''), q)
  }
  const rest = weights.get('*')
  // Without coding is acceptable unless it is excluded by name, or by "*" without a name.
  const plain = weights.get('identity') ?? (rest === 0 ? 0 : undefined)
  const coded = offered.map((coding) => ({ coding, q: weights.get(coding) ?? rest ?? 0 }))
  const most = Math.max(0, ...coded.map(({ q }) => q))
  const best = most === 0 ? undefined : coded.find(({ q }) => q === most)?.coding
  if (plain === 0) return best
  return best === undefined || !worth || (plain ?? 0) > most ? 'identity' : best
}
