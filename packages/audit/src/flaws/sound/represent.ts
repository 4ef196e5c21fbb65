import { createHash, randomUUID } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Asked } from './asked.ts'
import { notModified, rangeHolds } from './conditions.ts'
import { CODINGS, preferredCoding, type Coding } from './negotiate.ts'
import { Problem } from './problem.ts'
import { contentRange, multipart, parseRanges } from './ranges.ts'
import type { Reply } from './reply.ts'

/** What a GET gives, before anything is known of how it was asked for. */
export interface Representation {
  readonly type: string
  readonly body: Buffer
  /** What caches may do with it. */
  readonly cache: string
  /** A strong entity tag with its quotes; that of the bytes unless said, and none for `false`. */
  readonly tag?: string | false
  readonly modified?: Date
  /** Whether it may be compressed: never what is personal, since its length would tell of its content. */
  readonly packs?: boolean
  /** Whether parts of it can be asked for. */
  readonly ranges?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

/** What is smaller gains nothing by compression. */
const WORTH_PACKING = 1000

/**
 * The answer to a GET or HEAD: coded, conditional, in parts - in this order, since tags and ranges are those of the coded
 * bytes (RFC 9110 section 8.8.3.3).
 */
export function represent(asked: Asked, given: Representation): Reply {
  const { headers } = asked.request
  const coding = preferredCoding(
    headers['accept-encoding'],
    given.packs === true ? CODINGS : [],
    given.body.length >= WORTH_PACKING,
  )
  if (coding === undefined)
    throw new Problem(
      406,
      'The Accept-Encoding field refuses every coding that there is, and content without coding.',
    )
  const body = coding === 'identity' ? given.body : pack(given.body, coding)
  const plainTag = given.tag ?? tagOf(given.body)
  const tag =
    plainTag === false ? undefined : coding === 'identity' ? plainTag : plainTag.replace(/"$/, `-${coding}"`)
  const lasting = {
    ...given.headers,
    'Cache-Control': given.cache,
    ...(tag !== undefined && { ETag: tag }),
    ...(given.ranges === true && { 'Accept-Ranges': 'bytes' }),
  }
  const modified = given.modified?.getTime()
  // RFC 9110 section 15.4.5: no other metadata of the representation than that which tells it from others.
  if (notModified(headers, true, { tag, modified })) return { status: 304, headers: lasting }
  const whole = {
    ...lasting,
    'Content-Type': given.type,
    ...(coding !== 'identity' && { 'Content-Encoding': coding }),
    ...(given.modified !== undefined && { 'Last-Modified': given.modified.toUTCString() }),
  }
  // RFC 9110 section 14.2: a Range is defined for GET alone.
  const ranged = asked.method === 'GET' && given.ranges === true && rangeHolds(headers, { tag, modified })
  const ranges = ranged && headers.range !== undefined ? parseRanges(headers.range, body.length) : undefined
  const [first, second] = ranges ?? []
  if (ranges === undefined) return { status: 200, headers: whole, body }
  if (first === undefined)
    // RFC 9110 section 15.5.17.
    throw new Problem(416, `No byte of the ranges is among the ${body.length} that there are.`, {
      headers: { 'Content-Range': `bytes */${body.length}`, 'Accept-Ranges': 'bytes' },
    })
  // RFC 9110 section 15.3.7: who asks with If-Range has the other metadata already.
  const { 'Last-Modified': _modified, ...known } = whole
  const part = headers['if-range'] === undefined ? whole : known
  if (second === undefined)
    return {
      status: 206,
      headers: { ...part, 'Content-Range': contentRange(first, body.length) },
      body: body.subarray(first.from, first.to),
    }
  // The coding of a part could not be told from that of all parts together.
  if (coding !== 'identity') return { status: 200, headers: whole, body }
  const boundary = randomUUID()
  return {
    status: 206,
    headers: { ...part, 'Content-Type': `multipart/byteranges; boundary=${boundary}` },
    body: multipart(body, ranges, given.type, boundary),
  }
}

/** A strong entity tag for these bytes. */
export function tagOf(...content: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const each of content) hash.update(each)
  return `"${hash.digest('base64url').slice(0, 22)}"`
}

/** Coded bytes of what does not change: the same bytes each time, as a strong tag promises. */
const packed = new WeakMap<Buffer, Map<Coding, Buffer>>()

function pack(body: Buffer, coding: Coding): Buffer {
  const known = packed.get(body) ?? new Map<Coding, Buffer>()
  packed.set(body, known)
  const bytes = known.get(coding) ?? (coding === 'gzip' ? gzipSync(body) : brotliCompressSync(body, BROTLI))
  known.set(coding, bytes)
  return bytes
}

/** A quality that costs about what gzip does. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
