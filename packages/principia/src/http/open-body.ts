import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib'
import { problems } from '../errors/index.ts'
import { ClientGone, tooLarge } from './body.ts'
import type { RequestContext } from './context.ts'
import type { LoadShare } from './load.ts'

/** The content codings of requests that can be undone (RFC 9110 section 8.4.1, RFC 8878). */
const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & { destroy(): unknown }>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  // RFC 9659: a window of 8 MB is what a decoder must have, and what a stranger may make us set aside.
  zstd: () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
}

export const DECODABLE = 'gzip, deflate, br, zstd'

export function isDecodable(coding: string): boolean {
  return Object.hasOwn(DECODERS, coding)
}

/**
 * A request's body as a stream that is read no faster than its reader reads. It fails with a problem where
 * there is more than `limit` bytes, before and after its content coding is undone, and where the coding is
 * broken; and with `ClientGone` where the client leaves.
 *
 * Destroying it leaves the connection alone, so that an answer can still be given on it.
 *
 * @throws Problem content-too-large where the size is announced, before anything is read
 */
export function openBody(
  { request, load }: RequestContext,
  response: ServerResponse,
  limit: number,
  coding?: string,
): Readable {
  const announced = request.headers['content-length']
  if (announced !== undefined && Number(announced) > limit) throw tooLarge(limit)
  const raw = openRaw(request, load, limit)
  // Nobody reads on once the answer has been sent.
  response.once('close', () => raw.destroy(raw.readableEnded ? undefined : new ClientGone()))
  // RFC 9110 section 10.1.1: an expectation in an HTTP/1.0 request is ignored.
  if (request.headers.expect !== undefined && request.httpVersion !== '1.0') response.writeContinue()
  return coding === undefined ? raw : decoded(raw, limit, coding)
}

function openRaw(request: IncomingMessage, load: LoadShare | undefined, limit: number): Readable {
  let size = 0
  let waits = false
  const setWaiting = (now: boolean) => {
    if (now === waits) return
    waits = now
    if (now) load?.wait()
    else load?.goOn()
  }
  const take = (chunk: Buffer) => {
    size += chunk.length
    if (size > limit) body.destroy(tooLarge(limit))
    else if (!body.push(chunk)) {
      request.pause()
      setWaiting(false)
    }
  }
  const end = () => {
    setWaiting(false)
    body.push(null)
  }
  const close = () => {
    if (!request.readableEnded) body.destroy(new ClientGone())
  }
  let open = false
  const body = new Readable({
    read() {
      setWaiting(true)
      if (open) request.resume()
      else {
        open = true
        request.on('data', take).on('end', end)
      }
    },
    destroy(error, done) {
      request.off('data', take).off('end', end).off('close', close)
      if (open) request.pause()
      setWaiting(false)
      done(error)
    },
  })
  request.on('close', close).on('error', close)
  // Whoever reads learns of a failure; where nobody does, it must not end the process.
  body.on('error', ignore)
  if (request.destroyed) body.destroy(new ClientGone())
  return body
}

function decoded(raw: Readable, limit: number, coding: string): Readable {
  const decoder = (DECODERS[coding] as () => NodeJS.ReadWriteStream & { destroy(): unknown })()
  let size = 0
  const body = new PassThrough({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      // A few bytes can stand for gigabytes; what has come out is what counts.
      if (size > limit) done(tooLarge(limit))
      else done(null, chunk)
    },
    destroy(error, done) {
      raw.destroy()
      decoder.destroy()
      done(error)
    },
  })
  body.on('error', ignore)
  raw.on('close', () => {
    if (!raw.readableEnded) body.destroy(raw.errored ?? new ClientGone())
  })
  decoder.on('error', () =>
    body.destroy(problems.malformedBody(`The body cannot be read: it is not ${coding}.`)),
  )
  raw.pipe(decoder).pipe(body)
  return body
}

function ignore(): void {}

/** Reads a stream to its end. @throws what it fails with */
export async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
}
