import { Gone, Refused, type Input } from './input.ts'
import type { Laxity } from './laxity.ts'
import { MOST_CONTENT } from './read-content.ts'
import type { Head } from './read-head.ts'

const LONGEST_LINE = 4 << 10

/** Chunked content (RFC 9112 section 7.1), without its coding. @throws Refused @throws Gone */
export async function readChunks(input: Input, head: Head, lax: Laxity): Promise<Buffer> {
  const chunks: Buffer[] = []
  let total = 0
  try {
    while (true) {
      const size = sizeOf(await input.until(endsOf(lax), longest(lax), 400), lax)
      if (size === 0) break
      total += size
      if (total > MOST_CONTENT && lax.contentUnlimited !== true) throw new Refused(413, 'too much')
      chunks.push(await input.take(size))
      if (await input.sees('\r\n')) await input.take(2)
      else if (lax.chunkEnds === true) await input.take(2)
      else throw new Refused(400, 'a chunk without an end')
    }
    await readTrailers(input, head, lax)
  } catch (error) {
    if (!(error instanceof Gone) || lax.cutContent !== true) throw error
  }
  return Buffer.concat(chunks)
}

function endsOf(lax: Laxity): string[] {
  if (lax.chunkLf === true) return ['\r\n', '\n']
  return lax.chunkCr === true ? ['\r\n', '\r'] : ['\r\n']
}

function longest(lax: Laxity): number {
  return lax.extensionsUnlimited === true ? Infinity : LONGEST_LINE
}

/** What a size that is not hexadecimal digits alone was taken for. */
const READINGS: readonly (readonly [keyof Laxity, RegExp, (text: string) => number])[] = [
  ['chunkSigns', /^[+-][\da-f]+$/i, (text) => Math.abs(Number.parseInt(text, 16))],
  ['chunkPrefixes', /^0x[\da-f]+$/i, Number],
  ['chunkSpaces', /^[\da-f ]+$/i, (text) => Number.parseInt(text.trim(), 16)],
  ['chunkUnderscores', /^[\da-f_]+$/i, (text) => Number.parseInt(text.replaceAll('_', ''), 16)],
  ['chunkEmpty', /^$/, () => 0],
  ['chunkWraps', /^[\da-f]+$/i, (text) => Number(BigInt.asUintN(64, BigInt(`0x${text}`)))],
]

function sizeOf(line: string, lax: Laxity): number {
  const semicolon = line.indexOf(';')
  const digits = semicolon === -1 ? line : line.slice(0, semicolon).replace(/[ \t]+$/, '')
  const extension = semicolon === -1 ? '' : line.slice(semicolon)
  if (/[\r\n]/.test(extension) && lax.extensionNewlines !== true) throw new Refused(400, 'a broken extension')
  if (extension !== '' && lax.extensionsRefused === true) throw new Refused(400, 'an extension')
  for (const [name, form, read] of READINGS) {
    if (lax[name] === true && form.test(digits)) return read(digits)
  }
  if (!/^[\da-f]+$/i.test(digits)) throw new Refused(400, 'no chunk size')
  return Number.parseInt(digits, 16)
}

/** Trailer fields are thrown away (section 7.1.2). */
async function readTrailers(input: Input, head: Head, lax: Laxity): Promise<void> {
  while (true) {
    const line = await input.until(['\r\n'], LONGEST_LINE, 431)
    if (line === '') return
    const colon = line.indexOf(':')
    if (colon < 1) throw new Refused(400, 'no trailer field')
    if (lax.trailersMerged === true)
      head.fields.push([line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()])
  }
}
