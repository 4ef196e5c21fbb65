/** Bytes of one side that a page shows. */
const MOST = 6000

export interface Shown {
  readonly before: string
  readonly marked: string
  readonly after: string
  /** Bytes that are left out before and after. */
  readonly skipped: number
  readonly cut: number
}

/** What is shown of an exchange's side: its beginning, or what is around the mark where that is further on. */
export function around(
  bytes: string,
  mark: { readonly from: number; readonly to: number } | undefined,
  most = MOST,
): Shown {
  const from = clamp(mark?.from ?? 0, bytes.length)
  const to = Math.max(from, clamp(mark?.to ?? 0, bytes.length))
  const start = to <= most ? 0 : Math.max(0, from - Math.floor(most / 4))
  const end = Math.min(bytes.length, start + most)
  return {
    before: bytes.slice(start, from),
    marked: bytes.slice(from, Math.min(to, end)),
    after: bytes.slice(Math.min(to, end), end),
    skipped: start,
    cut: bytes.length - end,
  }
}

function clamp(place: number, length: number): number {
  return Math.max(0, Math.min(place, length))
}
