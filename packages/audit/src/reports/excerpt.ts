import { visibleBytes } from './visible.ts'

/** A line of an exchange, ready to be shown. */
export interface ShownLine {
  readonly before: string
  /** Empty where the mark is not on this line. */
  readonly marked: string
  readonly after: string
}

export interface Excerpt {
  readonly lines: readonly ShownLine[]
  /** Lines that there are above the mark's and below all, and are not shown. */
  readonly between: number
  readonly below: number
}

interface Place {
  readonly from: number
  readonly to: number
}

/**
 * A few lines of what was said: the first, and those of the mark.
 *
 * @param most lines, at least 2
 * @param width characters of a line
 */
export function excerpt(bytes: string, mark: Place | undefined, most: number, width: number): Excerpt {
  const lines = linesOf(bytes)
  const first =
    mark === undefined
      ? 0
      : Math.max(
          0,
          lines.findLastIndex(({ from }) => from <= mark.from),
        )
  const start = first === 0 ? 0 : Math.min(first, Math.max(1, lines.length - most + 1))
  const window =
    start === 0 ? lines.slice(0, most) : [...lines.slice(0, 1), ...lines.slice(start, start + most - 1)]
  return {
    lines: window.map((line) => showLine(bytes, line, mark, width)),
    between: Math.max(0, start - 1),
    below:
      lines.length - Math.max(start, start === 0 ? 0 : 1) - (start === 0 ? window.length : window.length - 1),
  }
}

/** From each line's first byte to the last before its end. */
function linesOf(bytes: string): Place[] {
  const lines: Place[] = []
  let from = 0
  for (const { 0: end, index } of bytes.matchAll(/\r?\n/g)) {
    lines.push({ from, to: index })
    from = index + end.length
  }
  if (from < bytes.length) lines.push({ from, to: bytes.length })
  return lines
}

function showLine(bytes: string, { from, to }: Place, mark: Place | undefined, width: number): ShownLine {
  const isHere = mark !== undefined && mark.from < Math.max(to, from + 1) && mark.to > from
  if (!isHere) return { before: clipEnd(visibleBytes(bytes.slice(from, to)), width), marked: '', after: '' }
  // What is marked beyond the end of the line is its end, which is to be seen then.
  const end = Math.max(to, Math.min(mark.to, endOf(bytes, to)))
  const marked = clipEnd(
    visibleBytes(bytes.slice(Math.max(from, mark.from), Math.min(end, mark.to))),
    width * 0.7,
  )
  const room = width - marked.length
  const before = clipStart(visibleBytes(bytes.slice(from, Math.max(from, mark.from))), room * 0.6)
  const after = clipEnd(visibleBytes(bytes.slice(Math.min(end, mark.to), end)), room - before.length)
  return { before, marked, after }
}

function endOf(bytes: string, at: number): number {
  return bytes.startsWith('\r\n', at) ? at + 2 : bytes.startsWith('\n', at) ? at + 1 : at
}

function clipEnd(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, Math.floor(width) - 1))}…`
}

function clipStart(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(text.length - Math.max(0, Math.floor(width) - 1))}`
}
