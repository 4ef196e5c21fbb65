import { escapePointer, keepsDigits } from '../validation/index.ts'

/**
 * Why JSON text says more than its parsed value keeps: a member given twice, of which `JSON.parse` keeps the
 * last, or a number that another one takes the place of. `undefined` where nothing is lost.
 *
 * I-JSON (RFC 7493 sections 2.2 and 2.3) rules out both. A number written as an integer has to be written with
 * the same digits again; any other is a real number, and the nearest double stands for it.
 *
 * Only for text that `JSON.parse` has accepted; slow beside it, so only asked where there is a suspicion.
 */
export function whyLossy(text: string): string | undefined {
  const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\],:]|[a-z]+/gs
  const path: Level[] = []
  for (let [lexeme] = token.exec(text) ?? []; lexeme !== undefined; [lexeme] = token.exec(text) ?? []) {
    const level = path.at(-1)
    if (lexeme === '{') path.push({ names: new Set(), key: undefined })
    else if (lexeme === '[') path.push({ names: undefined, key: 0 })
    else if (lexeme === '}' || lexeme === ']') path.pop()
    else if (lexeme === ',') {
      if (level !== undefined) level.key = typeof level.key === 'number' ? level.key + 1 : undefined
    } else if (level?.names !== undefined && level.key === undefined) {
      level.key = JSON.parse(lexeme) as string
      if (level.names.has(level.key)) return `the member ${pointerOf(path)} is given more than once`
      level.names.add(level.key)
    } else if (losesDigits(lexeme)) {
      return path.length === 0
        ? 'the number cannot be kept exactly; send it as text'
        : `the number at ${pointerOf(path)} cannot be kept exactly; send it as text`
    }
  }
  return undefined
}

interface Level {
  /** The names that an object has had so far; a list has none. */
  readonly names: Set<string> | undefined
  /** Where the next value belongs; `undefined` where a name comes next. */
  key: string | number | undefined
}

function losesDigits(lexeme: string): boolean {
  const first = lexeme.charCodeAt(0)
  return (first === MINUS || (first >= DIGIT_0 && first <= DIGIT_9)) && !keepsDigits(lexeme)
}

const MINUS = 0x2d
const DIGIT_0 = 0x30
const DIGIT_9 = 0x39

/** A name is as long as the client likes; the reason for a refusal is not. */
function pointerOf(path: readonly Level[]): string {
  const pointer = path.map(({ key }) => `/${escapePointer(String(key))}`).join('')
  return pointer.length <= 100 ? pointer : `${pointer.slice(0, 100).toWellFormed()}…`
}
