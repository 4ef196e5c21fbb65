/** One member of a list with weights, such as `gzip;q=0.5`. */
export interface Weighted {
  /** What is preferred: a coding, a language range, a media range; in lower case. */
  readonly value: string
  /** From 0, which means "not acceptable", to 1. */
  readonly q: number
  /** The other parameters by name, both in lower case but for quoted values; media ranges have them. */
  readonly params: Readonly<Record<string, string>>
}

/** Characters that are read of such a list, and members: no honest client comes near either. */
const MAX_LENGTH = 4096
const MAX_MEMBERS = 64

/**
 * Reads `Accept`, `Accept-Encoding` and `Accept-Language`: lists of preferences with weights (RFC 9110 section
 * 12.4.2), in the order in which they stand.
 *
 * A member that the grammar does not allow is left out: preferences are advice, and the rest of them stands.
 * A list that is too long is read up to the bound, so the work that a stranger can cause is small.
 */
export function parseWeighted(header: string): Weighted[] {
  const members: Weighted[] = []
  // RFC 9110 section 5.6.1.2: empty members do not count.
  for (const member of splitOutsideQuotes(header.slice(0, MAX_LENGTH), ',')) {
    const weighted = parseMember(member)
    if (weighted !== undefined) members.push(weighted)
    if (members.length === MAX_MEMBERS) break
  }
  return members
}

/** RFC 9110 section 5.6.2, and the one slash of a media range. */
const VALUE = /^[!#$%&'*+.^_`|~\w-]+(?:\/[!#$%&'*+.^_`|~\w-]+)?$/
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/
/** RFC 9110 section 12.4.2: at most three digits, and no more than 1. */
const QVALUE = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/
const QUOTED = /^"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"$/

function parseMember(text: string): Weighted | undefined {
  const [first = '', ...rest] = splitOutsideQuotes(text, ';')
  const value = first.trim().toLowerCase()
  if (!VALUE.test(value)) return undefined
  const params: Record<string, string> = Object.create(null)
  let q = 1
  for (const part of rest) {
    const parameter = part.trim()
    // RFC 9110 section 5.6.6: a parameter may be missing between two semicolons.
    if (parameter === '') continue
    const equals = parameter.indexOf('=')
    const name = parameter.slice(0, Math.max(equals, 0)).toLowerCase()
    const given = parameter.slice(equals + 1)
    if (!TOKEN.test(name)) return undefined
    if (name === 'q') {
      if (!QVALUE.test(given)) return undefined
      q = Number(given)
    } else {
      const found = TOKEN.test(given) ? given.toLowerCase() : unquote(given)
      if (found === undefined) return undefined
      params[name] = found
    }
  }
  return { value, q, params }
}

/** What a quoted string says (RFC 9110 section 5.6.4); `undefined` where the text is none. */
export function unquote(text: string): string | undefined {
  return QUOTED.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : undefined
}

/** Splits where no quoted string is open; a quotation mark within one can be escaped (section 5.6.4). */
export function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator)
  const parts: string[] = []
  let begin = 0
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (quoted && character === '\\') index++
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === separator) {
      parts.push(text.slice(begin, index))
      begin = index + 1
    }
  }
  parts.push(text.slice(begin))
  return parts
}
