import type { IncomingMessage } from 'node:http'
import type { Http2Stream, ServerHttp2Stream } from 'node:http2'

// What every request is asked, over whatever version of HTTP it came. It does without node:http2, which takes a process
// 20 ms and 10 MB to load and which only those need that serve over TLS.

/** Codes of RFC 9113 section 7. */
export const HTTP2_CODES = { noError: 0, internalError: 2, cancel: 8 } as const

/** The stream of a request that came over HTTP/2, `undefined` of one that did not. */
export function streamOf(request: IncomingMessage): ServerHttp2Stream | undefined {
  // What serves HTTP/2 hands its requests on as what they imitate; only here they are taken for what they are. A
  // request line may also say HTTP/2.0, which has no stream.
  return request.httpVersionMajor === 2
    ? (request as unknown as { readonly stream?: ServerHttp2Stream }).stream
    : undefined
}

/** Whether a request over HTTP/2 has a body: its headers did not end the stream. */
export function hasBody2(stream: Http2Stream): boolean {
  return !stream.endAfterHeaders
}

/**
 * Ends the upload of a request that was answered without it: once the answer has left, the client is told
 * that the rest is not wanted (RFC 9113 section 8.1). Other streams of the connection go on.
 */
export function cancelUpload(stream: ServerHttp2Stream): void {
  // A reset overtakes headers that wait to be written, and those of an answer without content may when the stream
  // has ended already.
  const cancel = () => setImmediate(() => stream.close(HTTP2_CODES.noError))
  if (stream.writableFinished) cancel()
  else stream.once('finish', cancel)
}
