import { problems, type Problem } from '../errors/index.ts'

/**
 * Fields that stand once in a request (RFC 9110 section 5.3) and of which Node.js, over HTTP/1.1 or HTTP/2, passes on
 * the first and drops the others without a word. Two readers of such a request, a proxy and this server, may mean
 * different ones. Content-Length is the parsers' own part.
 */
const SINGLE_FIELDS = [
  'host',
  'authorization',
  'proxy-authorization',
  'content-type',
  'content-range',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
  'access-control-request-method',
  'from',
  'max-forwards',
  'referer',
  'user-agent',
]

/** A field's bit among those that were seen. */
const BITS = new Map(SINGLE_FIELDS.map((name, index) => [name, 1 << index]))

/** By length, the first letters of such names as bits: most fields are told apart without their names being read. */
const FIRST_LETTERS = new Uint32Array(32)
for (const name of SINGLE_FIELDS) FIRST_LETTERS[name.length] = lettersOf(name) | letterOf(name)

function lettersOf({ length }: string): number {
  return FIRST_LETTERS[length] ?? 0
}

/** In upper and in lower case the same one. */
function letterOf(name: string): number {
  return 1 << (name.charCodeAt(0) & 31)
}

/** Why the fields of a request cannot stand, where one of these is there more than once. */
export function whyRepeated(rawHeaders: readonly string[]): Problem | undefined {
  let seen = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    if ((lettersOf(name) & letterOf(name)) === 0) continue
    const bit = BITS.get(name.toLowerCase()) ?? 0
    if ((seen & bit) !== 0) {
      return problems.badRequest(`The header ${name} occurs more than once; a request has one at most.`)
    }
    seen |= bit
  }
  return undefined
}
