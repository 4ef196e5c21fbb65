import type { Random } from '../run/random.ts'
import { fromPattern } from './from-pattern.ts'
import type { Flat } from './flatten.ts'

const HEX = Array.from('0123456789abcdef')

/** Texts of the formats that OpenAPI and JSON Schema name. */
const FORMATS: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => `${date(random)}T${two(random.between(0, 23))}:${two(random.between(0, 59))}:00Z`,
  date,
  time: (random) => `${two(random.between(0, 23))}:${two(random.between(0, 59))}:00Z`,
  duration: (random) => `P${random.between(1, 30)}D`,
  uuid: (random) => {
    const hex = (length: number) => Array.from({ length }, () => random.pick(HEX)).join('')
    return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
  },
  email: (random) => `${random.word(8)}@example.com`,
  'idn-email': (random) => `${random.word(8)}@example.com`,
  hostname: (random) => `${random.word(8)}.example.com`,
  'idn-hostname': (random) => `${random.word(8)}.example.com`,
  ipv4: (random) => `192.0.2.${random.between(1, 254)}`,
  ipv6: (random) => `2001:db8::${random.between(1, 9999)}`,
  uri: (random) => `https://example.com/${random.word(8)}`,
  url: (random) => `https://example.com/${random.word(8)}`,
  iri: (random) => `https://example.com/${random.word(8)}`,
  'uri-reference': (random) => `/${random.word(8)}`,
  'iri-reference': (random) => `/${random.word(8)}`,
  'uri-template': (random) => `/${random.word(8)}/{id}`,
  'json-pointer': (random) => `/${random.word(8)}`,
  'relative-json-pointer': () => '0',
  regex: (random) => `^${random.word(4)}$`,
  byte: (random) => Buffer.from(random.word(9)).toString('base64'),
  base64: (random) => Buffer.from(random.word(9)).toString('base64'),
}

/** Texts that may fit: none where nothing is known that could. */
export function textsFor(schema: Flat, random: Random): string[] {
  const { format, pattern } = schema
  const least = (schema.minLength ?? 0) as number
  const most = Math.min((schema.maxLength ?? Infinity) as number, MOST)
  if (least > MOST) return []
  if (typeof pattern === 'string')
    return Array.from({ length: TRIES }, () => fromPattern(pattern, random, least))
      .flatMap((text) => text ?? [])
      .concat(typeof format === 'string' ? (FORMATS[format]?.(random) ?? []) : [], plain(least, most, random))
  const make = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
  return make === undefined ? [plain(least, most, random)] : [make(random)]
}

const TRIES = 8
/** The longest text that is made. */
const MOST = 1 << 20

/**
 * A text of so many characters that otherwise fits: `undefined` where what it has to look like leaves no room for that.
 *
 * @param value one that fits
 */
export function textOfLength(
  { format, pattern }: Flat,
  value: string,
  length: number,
  random: Random,
): string | undefined {
  if (typeof pattern === 'string') {
    for (let tries = 0; tries < TRIES; tries++) {
      const text = fromPattern(pattern, random, length)
      if (text !== undefined && Array.from(text).length === length) return text
    }
    return undefined
  }
  const long = format === undefined || format === 'password' || !Object.hasOwn(FORMATS, format as string)
  if (long) return random.word(length)
  // Some formats can be as long as one likes.
  const missing = length - value.length
  if (missing < 0) return undefined
  if (format === 'email') return `${'a'.repeat(missing)}${value}`
  return ['uri', 'url', 'iri', 'uri-reference'].includes(format as string)
    ? value + 'a'.repeat(missing)
    : undefined
}

function plain(least: number, most: number, random: Random): string {
  const usual = Math.min(Math.max(least, 10), most)
  return random.word(usual)
}

function date(random: Random): string {
  return `20${two(random.between(20, 39))}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
