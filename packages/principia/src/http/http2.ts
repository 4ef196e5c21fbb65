import type { IncomingMessage } from 'node:http'
import {
  constants,
  Http2ServerRequest,
  Http2ServerResponse,
  type Http2Stream,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import type { ReadableOptions } from 'node:stream'

/** The stream of a request that came over HTTP/2, `undefined` of one that did not. */
export function streamOf(request: IncomingMessage): ServerHttp2Stream | undefined {
  // What serves HTTP/2 hands its requests on as what they imitate; only here they are taken for what they are. A
  // request line may also say HTTP/2.0, which has no stream.
  return request.httpVersionMajor === 2 ? (request as unknown as Partial<Http2Request>).stream : undefined
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
  const cancel = () => setImmediate(() => stream.close(constants.NGHTTP2_NO_ERROR))
  if (stream.writableFinished) cancel()
  else stream.once('finish', cancel)
}

/** A request over HTTP/2 with the face of one over HTTP/1.1. */
export class Http2Request extends Http2ServerRequest {
  constructor(
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    options: ReadableOptions,
    rawHeaders: readonly string[],
  ) {
    super(stream, headers, options, rawHeaders)
    // RFC 9113 section 8.3.1: ":authority" stands for the Host field.
    headers.host ??= headers[':authority']
    // A broken off upload would otherwise look like one that is complete.
    stream.once('aborted', () => this.destroy())
  }
}

Object.defineProperties(Http2Request.prototype, {
  /** Whether all of the request has arrived. */
  complete: {
    get(this: Http2Request) {
      return !this.aborted && (this.stream.endAfterHeaders || this.readableEnded)
    },
  },
})

/** Fields that belong to one connection; HTTP/2 has none (RFC 9113 section 8.2.2). */
const CONNECTION_FIELDS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** An answer over HTTP/2 with the face of one over HTTP/1.1, as far as the framework writes answers. */
export class Http2Response extends Http2ServerResponse<Http2Request> {
  override writeHead(status: number, headers?: unknown, more?: unknown): this {
    const fields = more ?? headers
    // A status has no text in HTTP/2 (RFC 9113 section 8.3.2).
    if (!Array.isArray(fields))
      return super.writeHead(status, typeof fields === 'string' ? {} : (fields as never))
    const kept: string[] = []
    for (let index = 0; index < fields.length; index += 2) {
      const name = String(fields[index])
      if (!CONNECTION_FIELDS.has(name.toLowerCase())) kept.push(name, fields[index + 1])
    }
    return super.writeHead(status, kept as never)
  }

  override setHeader(name: string, value: number | string | readonly string[]): this {
    if (!CONNECTION_FIELDS.has(name.toLowerCase())) super.setHeader(name, value)
    return this
  }

  override destroy(error?: Error): this {
    // Without an error code what has been sent so far would pass for the whole answer.
    if (this.headersSent && !this.writableEnded) this.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    super.destroy(error)
    return this
  }
}

Object.defineProperties(Http2Response.prototype, {
  destroyed: {
    get(this: Http2Response) {
      return this.stream.destroyed
    },
  },
  /** Whether the whole answer has left. A stream that was reset has ended as well. */
  writableFinished: {
    get(this: Http2Response) {
      const { stream } = this
      return this.writableEnded && stream.writableFinished && stream.rstCode === constants.NGHTTP2_NO_ERROR
    },
  },
})
