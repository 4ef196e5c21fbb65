import type { IncomingMessage } from 'node:http'
import { parametrized } from './fields.ts'
import { Problem } from './problem.ts'

/** Bytes of content that one request may have. */
export const MOST_CONTENT = 100 * 1024

/** The client went away before all of its request had come: nobody waits for an answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

/** Has a request have other content than what comes. */
export function replaceContent(request: IncomingMessage, content: Buffer): void {
  contents.set(request, Promise.resolve(content))
}

const contents = new WeakMap<IncomingMessage, Promise<Buffer>>()

/**
 * All content of a request; the same for whoever asks, so that several may.
 *
 * @throws Problem 413
 * @throws ClientGone
 */
export function contentOf(request: IncomingMessage): Promise<Buffer> {
  const known = contents.get(request)
  if (known !== undefined) return known
  const content = receive(request)
  contents.set(request, content)
  return content
}

function receive(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const gone = () => reject(new ClientGone('The client has gone.'))
    const keep = (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size <= MOST_CONTENT) return
      request.off('data', keep)
      chunks.length = 0
      reject(tooLarge())
    }
    request.on('data', keep)
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', gone)
    request.once('close', gone)
  })
}

function tooLarge(): Problem {
  return new Problem(413, `Content has at most ${MOST_CONTENT} bytes here.`)
}

/**
 * Refuses content by what the head says of it, before any of it is read.
 *
 * @param types that are taken
 * @throws Problem 413, 415
 */
export function refuseContent(request: IncomingMessage, types: readonly string[]): void {
  if (Number(request.headers['content-length'] ?? 0) > MOST_CONTENT) throw tooLarge()
  const { 'content-type': type, 'content-encoding': coding } = request.headers
  if (coding !== undefined && coding.toLowerCase() !== 'identity')
    // RFC 9110 section 12.5.3: what was wrong was the coding.
    throw new Problem(415, 'Content is taken without content coding only.', {
      headers: { 'Accept-Encoding': 'identity' },
    })
  const parsed = parametrized(type ?? '')
  const charset = parsed?.parameters.get('charset') ?? 'utf-8'
  if (parsed !== undefined && types.includes(parsed.value.toLowerCase()) && charset.toLowerCase() === 'utf-8')
    return
  const taken = types.join(', ')
  throw new Problem(415, `Content is taken as ${taken} in UTF-8 only.`, {
    // RFC 9110 section 15.5.16, RFC 5789 section 3.1.
    headers: { Accept: taken, ...(request.method === 'PATCH' && { 'Accept-Patch': taken }) },
  })
}
