import { splitOutsideQuotes, unquote } from './quality.ts'

/** What a client would like, and can do without (RFC 7240). */
export interface Preferences {
  /** How much to answer with: the whole result, or that it worked (section 4.2). */
  readonly return?: 'minimal' | 'representation'
  /** Whether a 202 at once is welcome where the work takes its time (section 4.1). */
  readonly respondAsync: boolean
  /** Seconds that the client is ready to wait (section 4.3). */
  readonly wait?: number
  /** How forgiving to be with what is not quite right (section 4.4). */
  readonly handling?: 'strict' | 'lenient'
  /** Every preference by its name in lower case; `''` where it has no value. */
  readonly all: Readonly<Record<string, string>>
  /** Tells the client that a preference of theirs was honoured, in `Preference-Applied` (section 3). */
  readonly applied: (name: string) => void
}

/**
 * Reads a `Prefer` header. A preference must never be the reason for a failure (section 2), so what cannot be
 * understood is left out.
 *
 * @param tell called with what belongs into `Preference-Applied`, once for each preference that is honoured
 */
export function readPreferences(header: string | undefined, tell: (preference: string) => void): Preferences {
  const all = parsePrefer(header ?? '')
  const told = new Set<string>()
  const wanted = oneOf(all.return, ['minimal', 'representation'])
  const handling = oneOf(all.handling, ['strict', 'lenient'])
  return {
    ...(wanted !== undefined && { return: wanted }),
    ...(handling !== undefined && { handling }),
    ...(/^\d{1,9}$/.test(all.wait ?? '') && { wait: Number(all.wait) }),
    respondAsync: all['respond-async'] !== undefined,
    all,
    applied(name) {
      const key = name.toLowerCase()
      const value = all[key]
      if (value === undefined || told.has(key)) return
      told.add(key)
      tell(value === '' ? key : `${key}=${toWord(value)}`)
    },
  }
}

/** Characters that are read, and preferences. */
const MAX_LENGTH = 2048
const MAX_MEMBERS = 32

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/

function parsePrefer(header: string): Record<string, string> {
  const all: Record<string, string> = Object.create(null)
  for (const member of splitOutsideQuotes(header.slice(0, MAX_LENGTH), ',').slice(0, MAX_MEMBERS)) {
    // What stands after a semicolon are parameters, and no registered preference has any.
    const [preference = ''] = splitOutsideQuotes(member, ';')
    const equals = preference.indexOf('=')
    const name = (equals === -1 ? preference : preference.slice(0, equals)).trim().toLowerCase()
    const value = equals === -1 ? '' : toValue(preference.slice(equals + 1).trim())
    // Section 2: of a preference given twice the first counts.
    if (TOKEN.test(name) && value !== undefined) all[name] ??= value
  }
  return all
}

function toValue(word: string): string | undefined {
  return TOKEN.test(word) ? word : unquote(word)
}

function toWord(value: string): string {
  return TOKEN.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}

function oneOf<const Value extends string>(
  given: string | undefined,
  known: readonly Value[],
): Value | undefined {
  return known.find((one) => one === given?.toLowerCase())
}
