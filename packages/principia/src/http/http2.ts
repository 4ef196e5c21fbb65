import {
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import type { ReadableOptions } from 'node:stream'
import { HTTP2_CODES } from './http2-stream.ts'

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
    if (this.headersSent && !this.writableEnded) this.stream.close(HTTP2_CODES.internalError)
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
      return this.writableEnded && stream.writableFinished && stream.rstCode === HTTP2_CODES.noError
    },
  },
})
