import type { IncomingMessage, ServerResponse } from 'node:http'
import { problems } from '../errors/index.ts'
import { decodeJson } from '../serialization/index.ts'
import { foreignCharset, hasBody, mediaType, readBody } from './body.ts'

/**
 * Receives a JSON body; `undefined` where the request has none.
 *
 * @throws Problem unsupported-media-type, content-too-large, malformed-body
 */
export async function receiveJson(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<unknown> {
  if (!hasBody(request)) return undefined
  const type = mediaType(request.headers['content-type'])
  if (type !== 'application/json' && type?.endsWith('+json') !== true) {
    throw problems.unsupportedMediaType(
      type === undefined
        ? 'Send JSON, and say so: Content-Type: application/json.'
        : `Send application/json, not ${type}.`,
      { headers: { accept: 'application/json' } },
    )
  }
  const charset = foreignCharset(request.headers['content-type'] ?? '')
  if (charset !== undefined) {
    throw problems.unsupportedMediaType(`JSON is UTF-8 (RFC 8259 section 8.1), not ${charset}.`, {
      headers: { accept: 'application/json' },
    })
  }
  const coding = request.headers['content-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw problems.unsupportedMediaType('Send the body without a content coding.', {
      headers: { 'accept-encoding': 'identity' },
    })
  }
  // RFC 9112 section 6.1: of the transfer codings "chunked" is the one that every server knows.
  const transfer = request.headers['transfer-encoding']
  if (transfer !== undefined && transfer.toLowerCase() !== 'chunked') {
    throw problems.notImplemented('Of the transfer codings only "chunked" is understood.')
  }
  const bytes = await readBody(request, response, limit)
  if (bytes.length === 0) return undefined
  const decoded = decodeJson(bytes)
  if (!decoded.ok) throw problems.malformedBody(`The body cannot be read: ${decoded.why}.`)
  return decoded.value
}
