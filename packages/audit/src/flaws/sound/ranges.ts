/** Bytes from `from` up to, but not including, `to`. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/** More are a sign of a broken client or an attack (RFC 9110 section 17.15). */
const MOST_RANGES = 8

/**
 * Reads a Range field (RFC 9110 section 14.2).
 *
 * @param length of the representation
 * @returns those that can be satisfied, in the order asked for - none where all lie beyond the end - or `undefined` where the
 * field is to be ignored: another unit, wrong syntax, too many, or overlapping
 */
export function parseRanges(field: string, length: number): ByteRange[] | undefined {
  const [, set] = /^bytes=(.*)$/i.exec(field) ?? []
  const specs = set
    ?.split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '')
  if (specs === undefined || specs.length === 0 || specs.length > MOST_RANGES) return undefined
  const ranges: ByteRange[] = []
  for (const spec of specs) {
    const [, first, last] = /^(\d*)-(\d*)$/.exec(spec) ?? []
    if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
    if (first !== '' && last !== '' && BigInt(last) < BigInt(first)) return undefined
    const range =
      first === ''
        ? { from: Math.max(0, length - Number(last)), to: length }
        : { from: Number(first), to: last === '' ? length : Math.min(length, Number(last) + 1) }
    if (range.from < range.to) ranges.push(range)
  }
  const overlap = ranges.some((one, at) => ranges.some((other, beside) => beside < at && meets(one, other)))
  return overlap ? undefined : ranges
}

function meets(one: ByteRange, other: ByteRange): boolean {
  return one.from < other.to && other.from < one.to
}

export function contentRange({ from, to }: ByteRange, length: number): string {
  return `bytes ${from}-${to - 1}/${length}`
}

/** Several ranges as `multipart/byteranges` (RFC 9110 section 14.6). */
export function multipart(
  body: Buffer,
  ranges: readonly ByteRange[],
  type: string,
  boundary: string,
): Buffer {
  const parts = ranges.flatMap((range) => [
    Buffer.from(
      `--${boundary}\r\nContent-Type: ${type}\r\nContent-Range: ${contentRange(range, body.length)}\r\n\r\n`,
    ),
    body.subarray(range.from, range.to),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
}
