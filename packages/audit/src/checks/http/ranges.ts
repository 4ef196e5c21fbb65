import type { Inspection } from '../../run/inspection.ts'
import type { Page } from '../../target/target.ts'
import { across, failed, type Verdict } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import { lineOf, parameterOf, short } from './field-syntax.ts'
import { sample } from './survey.ts'
import { toRequest, whileSteady } from './while-steady.ts'

const NO_RANGES = 'It sends every page whole, which it may.'
/** Bytes that a page has at least where parts of it are asked for, and at most. */
const LEAST = 20
const MOST = 4 << 20

/** What a part says of its place: from the first to the last byte, of how many. */
interface ContentRange {
  readonly first: number
  readonly last: number
  /** `undefined` where it is not said. */
  readonly of: number | undefined
}

function parseContentRange(value: string | undefined): ContentRange | undefined {
  const [, first, last, of] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(value ?? '') ?? []
  if (first === undefined) return undefined
  return { first: Number(first), last: Number(last), of: of === '*' ? undefined : Number(of) }
}

/** Looks at pages of which parts can be asked for, with the whole of each. */
export function acrossRanged(
  inspection: Inspection,
  examine: (page: Page, whole: Buffer, before: Answered) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  const fitting = inspection.target.pages.filter(({ seen: { answer } }) => isFitting(answer.body))
  const said = fitting.filter(({ seen }) => seen.answer.headers.get('accept-ranges') === 'bytes')
  const others = fitting.filter((page) => !said.includes(page))
  return across([...sample(said, 5), ...sample(others, 1)], NO_RANGES, (page) =>
    whileSteady(inspection, toRequest(page), (before) =>
      isFitting(before.answer.body) ? examine(page, before.answer.body, before) : undefined,
    ),
  )
}

function isFitting({ length }: Buffer): boolean {
  return length >= LEAST && length <= MOST
}

/**
 * What is wrong with 206, held against the whole content.
 *
 * @returns `undefined` where every byte is where it says
 */
export function partFault(exchange: Answered, whole: Buffer): Verdict | undefined {
  const { answer } = exchange
  const type = answer.headers.get('content-type') ?? ''
  if (!/^multipart\/byteranges\b/i.test(type)) {
    const fault = sliceFault(answer.headers.get('content-range'), answer.body, whole)
    return fault === undefined ? undefined : failed(`206 ${fault}.`, exchange, lineOf('Content-Range'))
  }
  const parts = partsOf(answer.body, parameterOf(type, 'boundary') ?? '')
  if (parts === undefined) return failed(`The parts of \`${short(type)}\` cannot be told apart.`, exchange)
  const faults = parts.flatMap((part) => sliceFault(part.range, part.body, whole) ?? [])
  return faults.length === 0 ? undefined : failed(`A part of 206 ${faults[0]}.`, exchange)
}

function sliceFault(field: string | undefined, body: Buffer, whole: Buffer): string | undefined {
  if (field === undefined) return 'has no Content-Range'
  const range = parseContentRange(field)
  if (range === undefined) return `has a Content-Range that cannot be read: \`${short(field)}\``
  const { first, last, of } = range
  if (of !== undefined && of !== whole.length)
    return `says \`${field}\`, and the whole has ${whole.length} bytes`
  if (last < first || last >= whole.length)
    return `says \`${field}\`, which lies outside of ${whole.length} bytes`
  if (body.length !== last - first + 1) return `says \`${field}\` and has ${body.length} bytes`
  return body.equals(whole.subarray(first, last + 1))
    ? undefined
    : `says \`${field}\` and has other bytes than these`
}

/** The parts of multipart/byteranges (RFC 9110 section 14.6). `undefined` where it is none. */
export function partsOf(
  body: Buffer,
  boundary: string,
): { readonly range: string | undefined; readonly body: Buffer }[] | undefined {
  const text = `\r\n${body.toString('latin1')}`
  const [, ...rest] = text.split(`\r\n--${boundary}`)
  const end = rest.pop()
  if (boundary === '' || rest.length === 0 || end?.startsWith('--') !== true) return undefined
  return rest.map((part) => {
    const blank = part.indexOf('\r\n\r\n')
    const range = /^content-range:[ \t]*(.*?)[ \t]*$/im.exec(part.slice(0, blank))?.[1]
    return { range, body: Buffer.from(part.slice(blank + 4), 'latin1') }
  })
}
