import type { IncomingMessage } from 'node:http'
import { problems, type Problem } from '../errors/index.ts'
import { isHost } from './host.ts'
import { streamOf } from './http2-stream.ts'
import { whyRepeated } from './single-fields.ts'

/** Header fields that a request may have. */
const MAX_FIELDS = 200

let knownHost = ''

/**
 * Whether a request is one at all: what HTTP demands of every request, whatever it asks for, and
 * node:http's parser lets through. Gives why not.
 */
export function whyInadmissible(request: IncomingMessage): Problem | undefined {
  const { rawHeaders, headers } = request
  if (streamOf(request) !== undefined) return whyInadmissible2(request)
  if (request.httpVersionMajor !== 1) return problems.versionNotSupported('This server speaks HTTP/1.1.')
  if (rawHeaders.length > MAX_FIELDS * 2) {
    return problems.headersTooLarge(`A request may have ${MAX_FIELDS} header fields at most.`)
  }
  if (headers['transfer-encoding'] !== undefined) {
    const why = whyUnframed(request)
    if (why !== undefined) return why
  }
  const why = whyRepeated(rawHeaders)
  if (why !== undefined) return why
  // RFC 9112 section 3.2: no Host, or one that cannot be a host, must be answered with 400.
  const { host } = headers
  if (host === undefined) {
    return request.httpVersionMinor === 0 ? undefined : problems.badRequest('A request has a Host header.')
  }
  if (host === knownHost) return undefined
  // The same section: it is empty where the target has no authority.
  if (host !== '' && !isHost(host)) return problems.badRequest('The Host header does not name a host.')
  knownHost = host
  return undefined
}

/**
 * Whether the transfer codings of a message leave no doubt where its body ends. The parser reads it by the last
 * of them, whatever comes before, and has begun with the next message by then if it is wrong.
 */
function whyUnframed({ headers, httpVersionMinor }: IncomingMessage): Problem | undefined {
  // RFC 9112 section 6.1: in HTTP/1.0 there are none, and who sends one has framed the message wrongly.
  if (httpVersionMinor === 0) return problems.badRequest('HTTP/1.0 has no Transfer-Encoding.')
  const codings = headers['transfer-encoding']?.toLowerCase() ?? ''
  if (codings === 'chunked') return undefined
  // RFC 9112 section 6.3: of a request whose last coding is another the length cannot be known.
  return /[ \t,]chunked$/.test(codings)
    ? problems.notImplemented('Of the transfer codings only "chunked" is understood.')
    : problems.badRequest('The last transfer coding of a request is "chunked".')
}

/** Bytes of fields that a request over HTTP/2 may have, uncompressed: as many as HTTP/1.1's `DEFAULT_LIMITS.headers`. */
const MAX_FIELD_SECTION = 16_384

/** What nghttp2 has not looked at already: the connection's fields, lengths and pseudo-header fields are its part. */
function whyInadmissible2({ rawHeaders, headers }: IncomingMessage): Problem | undefined {
  if (rawHeaders.length > MAX_FIELDS * 2) {
    return problems.headersTooLarge(`A request may have ${MAX_FIELDS} header fields at most.`)
  }
  // RFC 9113 section 6.5.2: the size of a field is that of its name and value, and 32. The limit that our settings
  // announce is only advice to the peer.
  let size = rawHeaders.length * 16
  for (const text of rawHeaders) size += text.length
  if (size > MAX_FIELD_SECTION) return problems.headersTooLarge()
  const why = whyRepeated(rawHeaders)
  if (why !== undefined) return why
  // RFC 9113 section 8.3.1: a Host that says something else than ":authority" makes the request malformed.
  const authority = headers[':authority']
  const host = headers.host ?? ''
  if (authority !== undefined && authority !== host) {
    return problems.badRequest('The Host header differs from ":authority".')
  }
  if (host === '' || !isHost(host)) return problems.badRequest('The authority does not name a host.')
  return undefined
}
