/** Bytes of a representation from `first` to `last`, both included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/** More ranges than this are nobody's honest wish; the whole is sent then (RFC 9110 section 14.2). */
const MAX_RANGES = 16

/** About what the head of a part costs: a gap that is smaller is cheaper to send (RFC 9110 section 15.3.7.2). */
const PART_OVERHEAD = 80

const SPEC = /^(?:(\d+)-(\d*)|-(\d+))$/

/**
 * The parts of a representation that a `Range` asks for, in its order; overlapping and neighbouring ones are one.
 *
 * @param size bytes of the whole
 * @returns `undefined` where the field is to be ignored and the whole to be sent: another unit, what the
 * grammar does not allow, or too many ranges (RFC 9110 section 14.2 allows all three). `'unsatisfiable'`
 * where none of them has any byte.
 */
export function selectRanges(
  field: string,
  size: number,
): readonly ByteRange[] | 'unsatisfiable' | undefined {
  // RFC 9110 section 14.1: units are names without regard to case.
  if (!/^bytes=/i.test(field)) return undefined
  const asked: ByteRange[] = []
  let count = 0
  for (const spec of field.slice('bytes='.length).split(',')) {
    const text = spec.trim()
    // RFC 9110 section 5.6.1.2: empty members do not count.
    if (text === '') continue
    const range = parseSpec(text, size)
    if (range === undefined || ++count > MAX_RANGES) return undefined
    if (range !== 'unsatisfiable') asked.push(range)
  }
  if (count === 0) return undefined
  if (asked.length === 0) return 'unsatisfiable'
  // No `Content-Range` can name the bytes of what has none.
  return size === 0 ? undefined : coalesce(asked)
}

function parseSpec(text: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [whole, from, to, suffix] = SPEC.exec(text) ?? []
  if (whole === undefined) return undefined
  if (suffix !== undefined) {
    // RFC 9110 section 14.1.3: longer than the whole is the whole, and the last 0 bytes are none.
    const length = Number(suffix)
    return length === 0 ? 'unsatisfiable' : { first: Math.max(0, size - length), last: size - 1 }
  }
  const first = Number(from)
  const last = to === '' || to === undefined ? Number.POSITIVE_INFINITY : Number(to)
  // RFC 9110 section 14.1.1: invalid, and with it the whole field.
  if (last < first) return undefined
  return first >= size ? 'unsatisfiable' : { first, last: Math.min(last, size - 1) }
}

/** What many overlapping ranges ask for is never more than the whole. */
function coalesce(ranges: readonly ByteRange[]): ByteRange[] {
  const apart: ByteRange[] = []
  for (const range of ranges) {
    let { first, last } = range
    let place = apart.length
    for (let index = apart.length - 1; index >= 0; index--) {
      const other = apart[index] as ByteRange
      if (first > other.last + PART_OVERHEAD || other.first > last + PART_OVERHEAD) continue
      first = Math.min(first, other.first)
      last = Math.max(last, other.last)
      apart.splice(index, 1)
      place = index
      // Grown, it may reach one that was looked at before.
      index = apart.length
    }
    apart.splice(place, 0, { first, last })
  }
  return apart
}
