import { randomBytes } from 'node:crypto'
import type { Representation } from '../routing/index.ts'
import type { ByteRange } from './ranges.ts'

/** The content of a 206, how long it is, and what says which part it is. */
export interface Partial {
  readonly size: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly content: Uint8Array | AsyncIterable<Uint8Array>
}

/**
 * The parts of a representation that a 206 sends: one of them as it is, several as `multipart/byteranges`
 * (RFC 9110 sections 14.6 and 15.3.7).
 *
 * @param type the media type of the whole, said in every part
 */
export function partial(whole: Representation, ranges: readonly ByteRange[], type: string): Partial {
  const [only, ...others] = ranges
  if (only !== undefined && others.length === 0) {
    return {
      size: only.last - only.first + 1,
      headers: ['Content-Range', contentRange(only, whole.size)],
      content: whole.read(only.first, only.last),
    }
  }
  const boundary = randomBytes(16).toString('hex')
  const heads = ranges.map((range, index) =>
    Buffer.from(`${index === 0 ? '' : '\r\n'}--${boundary}\r\n${headOf(range, whole.size, type)}`),
  )
  const end = Buffer.from(`\r\n--${boundary}--\r\n`)
  return {
    size: ranges.reduce(
      (sum, { first, last }, index) => sum + (heads[index]?.length ?? 0) + last - first + 1,
      end.length,
    ),
    // RFC 9110 section 15.3.7.2: with several parts there must be no Content-Range around them.
    headers: ['Content-Type', `multipart/byteranges; boundary=${boundary}`],
    content: parts(whole, ranges, heads, end),
  }
}

function contentRange({ first, last }: ByteRange, size: number): string {
  return `bytes ${first}-${last}/${size}`
}

function headOf(range: ByteRange, size: number, type: string): string {
  const typed = type === '' ? '' : `Content-Type: ${type}\r\n`
  return `${typed}Content-Range: ${contentRange(range, size)}\r\n\r\n`
}

async function* parts(
  whole: Representation,
  ranges: readonly ByteRange[],
  heads: readonly Buffer[],
  end: Buffer,
): AsyncGenerator<Uint8Array> {
  for (const [index, { first, last }] of ranges.entries()) {
    yield heads[index] as Buffer
    const content = whole.read(first, last)
    if (content instanceof Uint8Array) yield content
    else yield* content
  }
  yield end
}
