import type { IncomingMessage, ServerResponse } from 'node:http'
import { problems, type Problem } from '../errors/index.ts'
import type { RequestContext } from './context.ts'
import { hasBody2, streamOf } from './http2-stream.ts'

const EMPTY = Buffer.alloc(0)

/** Whether the message has a body at all (RFC 9112 section 6.3, RFC 9113 section 8.1). */
export function hasBody(request: IncomingMessage): boolean {
  const stream = streamOf(request)
  if (stream !== undefined) return hasBody2(stream)
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  return coding !== undefined || (length !== undefined && length !== '0')
}

/**
 * Reads a whole body into memory, up to `limit` bytes.
 *
 * A body announced as larger is refused before any of it is read. What is refused half-way is not read
 * on: the connection closes after the answer, since the rest could be anything.
 *
 * @throws Problem content-too-large
 * @throws Error when the client goes away before the end
 */
export function readBody(
  { request, load }: RequestContext,
  response: ServerResponse,
  limit: number,
): Promise<Buffer> {
  const announced = request.headers['content-length']
  if (announced !== undefined && Number(announced) > limit) return Promise.reject(tooLarge(limit))
  if (request.destroyed) return Promise.reject(new ClientGone())
  // RFC 9110 section 10.1.1: an expectation in an HTTP/1.0 request is ignored.
  if (request.headers.expect !== undefined && request.httpVersion !== '1.0') response.writeContinue()
  const reading = new Promise<Buffer>((resolve, reject) => {
    let first: Buffer | undefined
    let chunks: Buffer[] | undefined
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        request.pause()
        request.removeAllListeners('data')
        reject(tooLarge(limit))
      } else if (first === undefined) first = chunk
      else (chunks ??= [first]).push(chunk)
    })
    request.on('end', () => resolve(chunks === undefined ? (first ?? EMPTY) : Buffer.concat(chunks, size)))
    request.on('close', () => {
      if (!request.readableEnded) reject(new ClientGone())
    })
    request.on('error', () => reject(new ClientGone()))
  })
  if (load === undefined) return reading
  load.wait()
  return reading.finally(() => load.goOn())
}

/** The client closed the connection before the answer was complete. Nobody is left to tell. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'

  constructor() {
    super('The client went away before the answer was complete.')
  }
}

export function tooLarge(limit: number): Problem {
  return problems.contentTooLarge(`A body may have ${limit} bytes at most.`)
}

/** @throws Problem content-too-large when the body is announced as larger than `limit`; none of it is read */
export function refuseLarge({ headers }: IncomingMessage, limit: number): void {
  const announced = headers['content-length']
  if (announced !== undefined && Number(announced) > limit) throw tooLarge(limit)
}

/** The first charset other than UTF-8 that a `Content-Type` header names, in lower case. */
export function foreignCharset(contentType: string): string | undefined {
  if (!contentType.includes(';')) return undefined
  for (const [, quoted, plain] of contentType.matchAll(/;[ \t]*charset=(?:"([^"]*)"|([^;, \t]*))/gi)) {
    const charset = (quoted ?? plain ?? '').toLowerCase()
    if (charset !== 'utf-8' && charset !== 'utf8') return charset
  }
  return undefined
}

/** The media type of a `Content-Type` header in lower case, without its parameters. */
export function mediaType(contentType: string | undefined): string | undefined {
  if (contentType === undefined || contentType === 'application/json') return contentType
  const semicolon = contentType.indexOf(';')
  return (semicolon === -1 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()
}
