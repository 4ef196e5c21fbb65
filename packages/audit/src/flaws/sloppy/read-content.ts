import { Gone, Refused, type Input } from './input.ts'
import type { Laxity } from './laxity.ts'
import { valuesOf, type Head } from './read-head.ts'
import { readChunks } from './read-chunks.ts'

/** Octets of content that are taken. */
export const MOST_CONTENT = 100 << 10

/** How the end of the content is told: by its length, 0 where there is none, or by its last chunk. */
export type End = number | 'chunked'

/** Where a message ends (RFC 9112 section 6.3). @throws Refused */
export function endOf(head: Head, lax: Laxity): End {
  const codings = valuesOf(head, 'transfer-encoding')
  const lengths = valuesOf(head, 'content-length')
  const chunked = codings.length > 0 && isChunked(codings.join(','), head, lax)
  if (chunked && lengths.length > 0) {
    if (lax.bothEnds === undefined) throw new Refused(400, 'two ends')
    return lax.bothEnds === 'length' ? lengthOf(lengths, lax) : 'chunked'
  }
  return chunked ? 'chunked' : lengths.length === 0 ? 0 : lengthOf(lengths, lax)
}

/** @throws Refused @throws Gone */
export async function readContent(input: Input, head: Head, end: End, lax: Laxity): Promise<Buffer> {
  if (end === 'chunked') return await readChunks(input, head, lax)
  if (lax.cutContent !== true) return await input.take(end)
  try {
    return await input.take(end)
  } catch (error) {
    if (error instanceof Gone) return input.takeSome(end)
    throw error
  }
}

function isChunked(value: string, { minor }: Head, lax: Laxity): boolean {
  if (minor !== 1 && lax.codingInOld !== true) throw new Refused(400, 'a transfer coding in HTTP/1.0')
  let text = lax.codingExact === true ? value : value.toLowerCase()
  if (lax.codingQuoted === true) text = text.replaceAll('"', '')
  // oxlint-disable-next-line no-control-regex
  if (lax.codingControls === true) text = text.replaceAll(/[\0-\x20]/g, '')
  const codings = text
    .split(',')
    .map((coding) => coding.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((coding) => coding !== '')
  if (codings.length === 1 && codings[0] === 'chunked') return true
  if (lax.codingTwice === true && codings.every((coding) => coding === 'chunked')) return true
  if (lax.codingsInAnyOrder === true && codings.includes('chunked')) return true
  if (lax.codingsContain === true && text.includes('chunked')) return true
  if (lax.codingIdentity === true && codings.every((coding) => coding === 'identity')) return false
  const ignored =
    lax.codingsIgnored === true || lax.codingExact === true || (lax.folds === 'ignored' && text === '')
  if (ignored) return false
  throw new Refused(400, 'chunked is not the last coding')
}

/** What a length that is not digits alone was taken for. */
const READINGS: readonly (readonly [keyof Laxity, RegExp, (text: string) => number])[] = [
  ['lengthSigns', /^[+-]\d+$/, (text) => Math.max(Number(text), 0)],
  ['lengthHex', /^0x[\da-f]+$/i, Number],
  ['lengthSpaces', /^[\d ]+$/, (text) => Number(text.replaceAll(' ', ''))],
  ['lengthUnderscores', /^[\d_]+$/, (text) => Number(text.replaceAll('_', ''))],
  ['lengthOctal', /^0[0-7]+$/, (text) => Number.parseInt(text, 8)],
  ['lengthWraps', /^\d+$/, (text) => Number(BigInt.asUintN(64, BigInt(text)))],
  ['lengthEmpty', /^$/, () => 0],
  ['lengthPrefix', /^\d/, (text) => Number.parseInt(text, 10)],
  ['nul', /^\d+$/, Number],
]

function lengthOf(values: readonly string[], lax: Laxity): number {
  const members = [...new Set(values.flatMap((value) => value.split(',').map((each) => each.trim())))]
  const chosen = lax.unequalLengths === 'last' ? members.at(-1) : members[0]
  const several = lax.unequalLengths !== undefined || lax.lengthLists === true
  if (chosen === undefined || (members.length > 1 && !several)) throw new Refused(400, 'two lengths')
  for (const [name, form, read] of READINGS) {
    if (lax[name] === true && form.test(chosen)) return limited(read(chosen), lax)
  }
  if (!/^\d+$/.test(chosen)) throw new Refused(400, 'no length')
  return limited(Number(chosen), lax)
}

function limited(length: number, lax: Laxity): number {
  if (length > MOST_CONTENT && lax.contentUnlimited !== true && lax.readsBeforeRefusing !== true)
    throw new Refused(413, 'too much')
  return length
}
