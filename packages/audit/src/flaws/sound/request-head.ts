import type { IncomingMessage } from 'node:http'
import { Problem } from './problem.ts'
import { isHost } from './target.ts'

/** Of all fields of a request together, in bytes, and how many there may be. */
const MOST_BYTES = 16 * 1024
const MOST_FIELDS = 200

/** Fields that cannot be a list: a second one contradicts the first (RFC 9110 section 5.3). */
const SINGLE = new Set([
  'authorization',
  'content-length',
  'content-location',
  'content-type',
  'host',
  'idempotency-key',
  'if-modified-since',
  'if-range',
  'if-unmodified-since',
  'origin',
  'range',
])

/**
 * Refuses what the head of a request alone shows to be wrong, and the parser lets pass.
 *
 * @throws Problem 400, 417, 431, 501, 505
 */
export function refuseHead(request: IncomingMessage): void {
  const { headers, rawHeaders, httpVersionMajor } = request
  if (httpVersionMajor !== 1 && !('stream' in request)) throw new Problem(505, 'This is HTTP/1.1.')
  refuseSize(rawHeaders)
  const seen = new Set<string>()
  for (const name of rawHeaders.filter((_, at) => at % 2 === 0).map((each) => each.toLowerCase())) {
    if (seen.has(name) && SINGLE.has(name)) throw new Problem(400, `There is more than one ${name} field.`)
    seen.add(name)
  }
  refuseHost(request)
  refuseCoding(request)
  // RFC 9110 section 10.1.1: there is one expectation only.
  if (
    request.httpVersion !== '1.0' &&
    headers.expect !== undefined &&
    headers.expect.toLowerCase() !== '100-continue'
  )
    throw new Problem(417, 'Only 100-continue can be expected.')
}

/** RFC 9112 section 3.2: one that is a host, unless the request is of HTTP/1.0. */
function refuseHost({ headers, httpVersion }: IncomingMessage): void {
  const host = headers.host ?? headers[':authority']?.toString()
  if (host === undefined && httpVersion === '1.0') return
  if (host === undefined) throw new Problem(400, 'The Host field is missing.')
  if (!isHost(host)) throw new Problem(400, 'The Host field is no host.')
}

/** The parser knows where chunked content ends, and would leave other codings in it (RFC 9112 section 6.1). */
function refuseCoding({ headers, httpVersion }: IncomingMessage): void {
  const coding = headers['transfer-encoding']
  if (coding === undefined) return
  const close = { headers: { Connection: 'close' } }
  if (httpVersion === '1.0') throw new Problem(400, 'HTTP/1.0 has no transfer codings.', close)
  if (coding.toLowerCase() !== 'chunked')
    throw new Problem(501, 'No transfer coding but chunked is known here.', close)
}

/** RFC 6585 section 5. */
function refuseSize(rawHeaders: readonly string[]): void {
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length + 2, 0)
  if (bytes > MOST_BYTES)
    throw new Problem(431, `All header fields together have at most ${MOST_BYTES} bytes here.`)
  if (rawHeaders.length / 2 > MOST_FIELDS)
    throw new Problem(431, `A request has at most ${MOST_FIELDS} header fields here.`)
}
