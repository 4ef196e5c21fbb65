import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { problems } from '../errors/index.ts'
import { StoredContent, type Content } from '../routing/index.ts'
import type { Coding } from './codings.ts'
import type { RequestContext } from './context.ts'
import { encodeStream } from './encode-stream.ts'

type Stream = Exclude<Content, string | Uint8Array | Blob | StoredContent>

/**
 * Writes an answer piece by piece, no faster than the client reads. When the request is given up, or
 * the client leaves, what the answer came from is destroyed.
 *
 * @throws what the stream failed with before it began; later failures are recorded, and end the connection
 */
export async function writeStream(
  context: RequestContext,
  response: ServerResponse,
  status: number,
  headers: string[],
  content: Stream,
  coding?: Coding,
): Promise<void> {
  if (content instanceof Readable && content.destroyed) {
    throw content.errored ?? new Error('A handler answered with a stream that was closed already.')
  }
  response.writeHead(status, headers)
  if (context.trace.method === 'HEAD') {
    response.end()
    return discard(content)
  }
  const count = (chunk: string | Uint8Array) => {
    context.trace.responseBytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength
  }
  const source = toBytes(content, coding === undefined ? count : uncounted, context.signal)
  source.once('error', (error) => {
    // A client that leaves also destroys the source with an error; that is no failure of ours.
    if (!response.destroyed && !context.signal.aborted) recordBroken(context, error)
  })
  const { signal } = context
  if (coding === undefined) return pipeline(whileRead(source, context, response), response, { signal })
  const coded = whileRead(encodeStream(coding).on('data', count), context, response)
  await pipeline(source, coded, response, { signal })
}

/** A stream that rests because its client does not read is no work. */
function whileRead<S extends Readable>(stream: S, { load }: RequestContext, response: ServerResponse): S {
  if (load === undefined) return stream
  return stream.on('pause', () => {
    if (!response.writableNeedDrain) return
    load.wait()
    response.once('drain', () => load.goOn())
  })
}

/** What is counted is what is sent, and that the coding decides. */
function uncounted(): void {}

/** A stream of bytes cannot give anything else; all others are checked chunk by chunk. */
function toBytes(
  content: Stream,
  count: (chunk: string | Uint8Array) => void,
  signal: AbortSignal,
): Readable {
  // lib.dom's ReadableStream and that of node:stream/web are one at run time, and two as types.
  const stream = content instanceof ReadableStream ? Readable.fromWeb(content as WebStream) : content
  if (stream instanceof Readable && !stream.readableObjectMode) return stream.on('data', count)
  // An iterator that waits for its next chunk cannot be told to stop; a stream can.
  if (stream instanceof Readable) signal.addEventListener('abort', () => discard(stream), { once: true })
  return Readable.from(checked(stream, count))
}

/** A chunk of any other type would be thrown at whoever emits it, out of reach of the request. */
async function* checked(
  content: AsyncIterable<unknown>,
  count: (chunk: string | Uint8Array) => void,
): AsyncGenerator<string | Uint8Array> {
  for await (const chunk of content) {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
      throw new TypeError(`A streamed answer consists of text and bytes; got ${typeof chunk}.`)
    }
    count(chunk)
    yield chunk
  }
}

/**
 * Content that has to be of this length, since the answer's head has said so already. Any other would be taken for
 * the begin of the next answer, or leave the client waiting (RFC 9112 section 6.3).
 */
export async function* exactly(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const chunk of content) {
    sent += chunk.byteLength
    if (sent > size) break
    yield chunk
  }
  if (sent !== size) {
    throw new Error(
      `What was sent ${sent > size ? 'grew beyond' : 'ended before'} its announced ${size} bytes.`,
    )
  }
}

/** The client only sees the answer end too early: its status has left already. */
function recordBroken(context: RequestContext, error: Error): void {
  context.trace.error = `${problems.internalError.problem}: ${error.message}`
  context.log.error(error, 'a streamed answer broke off')
}

/** Gives up a stream that will not be sent. Nobody waits for it any more, so neither do its failures matter. */
export function discard(content: Content | undefined): void {
  if (content instanceof Readable) content.on('error', ignore).destroy()
  else if (content instanceof ReadableStream) content.cancel().catch(ignore)
  else if (content instanceof StoredContent) content.discard?.()
}

function ignore(): void {}
