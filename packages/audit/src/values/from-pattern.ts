import type { Random } from '../run/random.ts'

/**
 * A text that a regular expression should match: literals, classes, groups, alternatives and quantifiers are understood.
 * `undefined` where the expression has more than that. Whether it does match is for the caller to see.
 *
 * @param least characters that it should have, where a repetition allows it
 */
export function fromPattern(pattern: string, random: Random, least = 0): string | undefined {
  const reader = { pattern, at: 0 }
  try {
    const tree = readAlternatives(reader)
    if (reader.at < pattern.length) return undefined
    const short = write(tree, random, 0)
    return short.length >= least ? short : write(tree, random, least)
  } catch {
    return undefined
  }
}

type Node =
  | { readonly kind: 'set'; readonly characters: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly least: number; readonly most: number }

interface Reader {
  readonly pattern: string
  at: number
}

const LONGEST = 10_000

/** @param least the repetitions of each part that may be repeated, within its limits */
function write(node: Node, random: Random, least: number): string {
  if (node.kind === 'set') return random.pick(node.characters)
  if (node.kind === 'sequence') return node.parts.map((part) => write(part, random, least)).join('')
  if (node.kind === 'either') return write(random.pick(node.of), random, least)
  const usual = random.between(node.least, Math.min(node.most, node.least + 2))
  const times = Math.min(Math.max(usual, least), node.most)
  let text = ''
  for (let time = 0; time < times; time++) {
    text += write(node.node, random, 0)
    if (text.length > LONGEST) throw new Unsupported()
  }
  return text
}

function readAlternatives(reader: Reader): Node {
  const of = [readSequence(reader)]
  while (reader.pattern[reader.at] === '|') {
    reader.at++
    of.push(readSequence(reader))
  }
  return of.length === 1 ? (of[0] as Node) : { kind: 'either', of }
}

function readSequence(reader: Reader): Node {
  const parts: Node[] = []
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at] as string)) {
    const atom = readAtom(reader)
    if (atom !== undefined) parts.push(readQuantifier(reader, atom))
  }
  return { kind: 'sequence', parts }
}

/** `undefined` for an anchor, which matches no character. */
function readAtom(reader: Reader): Node | undefined {
  const character = String.fromCodePoint(reader.pattern.codePointAt(reader.at) as number)
  reader.at += character.length
  switch (character) {
    case '^':
    case '$':
      return undefined
    case '(':
      return readGroup(reader)
    case '[':
      return readClass(reader)
    case '.':
      return { kind: 'set', characters: WORD }
    case '\\':
      return { kind: 'set', characters: readEscape(reader) }
    case '*':
    case '+':
    case '?':
      throw new Unsupported()
    default:
      return { kind: 'set', characters: [character] }
  }
}

function readGroup(reader: Reader): Node {
  const opening = /^\?(?::|<[A-Za-z_]\w*>)/.exec(reader.pattern.slice(reader.at))
  if (opening !== null) reader.at += opening[0].length
  else if (reader.pattern[reader.at] === '?') throw new Unsupported()
  const node = readAlternatives(reader)
  if (reader.pattern[reader.at++] !== ')') throw new Unsupported()
  return node
}

function readClass(reader: Reader): Node {
  const negated = reader.pattern[reader.at] === '^'
  if (negated) reader.at++
  const characters = new Set<string>()
  while (reader.pattern[reader.at] !== ']') {
    const from = readMember(reader)
    const next = reader.pattern[reader.at + 1]
    if (reader.pattern[reader.at] === '-' && next !== ']' && from.length === 1) {
      reader.at++
      for (const each of between(from[0] as string, readMember(reader)[0] as string)) characters.add(each)
    } else for (const each of from) characters.add(each)
  }
  reader.at++
  const chosen = negated ? PRINTABLE.filter((each) => !characters.has(each)) : [...characters]
  if (chosen.length === 0) throw new Unsupported()
  return { kind: 'set', characters: chosen }
}

function readMember(reader: Reader): readonly string[] {
  const code = reader.pattern.codePointAt(reader.at)
  if (code === undefined) throw new Unsupported()
  const character = String.fromCodePoint(code)
  reader.at += character.length
  return character === '\\' ? readEscape(reader) : [character]
}

const DIGITS = between('0', '9')
const PRINTABLE = between(' ', '~')
const WORD = [...between('a', 'z'), ...between('A', 'Z'), ...DIGITS, '_']

const ESCAPES: Readonly<Record<string, readonly string[]>> = {
  d: DIGITS,
  D: between('a', 'z'),
  w: WORD,
  W: ['-', ' ', '.'],
  s: [' '],
  S: WORD,
  n: ['\n'],
  r: ['\r'],
  t: ['\t'],
}

function readEscape(reader: Reader): readonly string[] {
  const rest = reader.pattern.slice(reader.at)
  const code = /^(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\})/i.exec(rest)
  if (code !== null) {
    reader.at += code[0].length
    return [String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? (code[3] as string), 16))]
  }
  const property = /^p\{(?:L|Lu|Ll|Letter|Alphabetic|N|Nd)\}/.exec(rest)
  if (property !== null) {
    reader.at += property[0].length
    if (property[0].includes('N')) return DIGITS
    return property[0].includes('Lu') ? between('A', 'Z') : between('a', 'z')
  }
  const [character = ''] = rest
  reader.at++
  const known = ESCAPES[character]
  if (known !== undefined) return known
  // Boundaries, back references and the like.
  if (character === '' || /[A-Za-z0-9]/.test(character)) throw new Unsupported()
  return [character]
}

function readQuantifier(reader: Reader, node: Node): Node {
  const match = /^(?:([*+?])|\{(\d+)(,)?(\d*)\})\??/.exec(reader.pattern.slice(reader.at))
  if (match === null) return node
  reader.at += match[0].length
  const [, sign, from, comma, to] = match
  if (sign !== undefined)
    return { kind: 'repeat', node, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
  const least = Number(from)
  const most = comma === undefined ? least : to === '' ? Infinity : Number(to)
  return { kind: 'repeat', node, least, most }
}

function between(from: string, to: string): string[] {
  const [first, last] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]
  return Array.from({ length: Math.min(Math.max(last - first + 1, 0), 500) }, (_, index) =>
    String.fromCodePoint(first + index),
  )
}

class Unsupported extends Error {}
