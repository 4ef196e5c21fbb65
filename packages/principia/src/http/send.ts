import type { ServerResponse } from 'node:http'
import type { Coding } from './codings.ts'
import type { RequestContext } from './context.ts'
import { encodeWhole } from './encode-whole.ts'
import { exactly, writeStream } from './stream.ts'

/** A HEAD is coded as well: it says what a GET would, and that is the length after coding (RFC 9110 section 9.3.2). */
export function sendCoded(
  context: RequestContext,
  response: ServerResponse,
  status: number,
  headers: string[],
  content: string | Uint8Array,
  coding: Coding,
): void | Promise<void> {
  const sendBytes = (bytes: Buffer) => {
    context.stage('compress')
    // Meanwhile the deadline may have answered, or the client left.
    if (response.headersSent || response.destroyed) return undefined
    return send(context, response, status, headers, bytes, bytes.byteLength)
  }
  const coded = encodeWhole(content, sizeOf(content), coding)
  return coded instanceof Promise ? coded.then(sendBytes) : sendBytes(coded)
}

/** Writes content of a known length. */
export function send(
  context: RequestContext,
  response: ServerResponse,
  status: number,
  headers: string[],
  content: string | Uint8Array | AsyncIterable<Uint8Array> | undefined,
  size: number,
): void | Promise<void> {
  if (mayHaveContent(status)) headers.push('Content-Length', String(size))
  const atHand = typeof content === 'string' || content instanceof Uint8Array
  if (content !== undefined && !atHand) {
    return writeStream(context, response, status, headers, exactly(content, size))
  }
  context.trace.responseBytes = size
  response.writeHead(status, headers)
  if (context.method === 'HEAD' || content === undefined) response.end()
  else response.end(content)
  return undefined
}

export function sizeOf(content: string | Uint8Array): number {
  return typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength
}

/** RFC 9110 section 8.6: no Content-Length in a 1xx or 204; ours never send content in a 304 either. */
function mayHaveContent(status: number): boolean {
  return status !== 204 && status !== 304
}
