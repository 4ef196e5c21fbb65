import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { serveRaw, serveSound } from './serve.ts'
import { replaceContent } from './sound/content.ts'
import { createSound } from './sound/index.ts'
import type { Specimen } from './specimen.ts'

/** An answer before it is sent. Changing it changes what is sent. */
export interface DraftAnswer {
  status: number
  /** By name in lower case. A content length that is there is set right where the body changes, unless it is changed too. */
  headers: Record<string, string | string[]>
  /** Of an answer to HEAD, what GET would have got: it sets the length, and is not sent. */
  body: Buffer
}

/** The sound server itself. */
export const sound: Specimen = {
  start() {
    const { handler, config } = createSound()
    return serveSound(handler, config)
  },
}

/**
 * The sound server with something in front that may answer in its place, or change what it is asked: the request's
 * `method`, `url` and `headers` can be set. To look at the content, use `contentOf` (flaws/sound/content.ts), which leaves it
 * there for the sound server.
 *
 * @param breaking answers, or calls `pass` to have the sound server answer - with other content, where it gives any
 * @example
 * flaw: flawed((request, response, pass) => {
 *   if (request.method === 'TRACE') response.end('as you like')
 *   else pass()
 * })
 */
export function flawed(
  breaking: (
    request: IncomingMessage,
    response: ServerResponse,
    pass: (content?: string | Uint8Array) => void,
  ) => void,
): Specimen {
  return {
    start() {
      const { handler, config } = createSound()
      return serveSound((request, response) => {
        breaking(request, response, (content) => {
          if (content !== undefined) replaceContent(request, Buffer.from(content as string))
          handler(request, response)
        })
      }, config)
    },
  }
}

/**
 * The sound server with its answers changed on their way out.
 *
 * @example
 * flaw: tampered((answer) => { delete answer.headers['etag'] })
 */
export function tampered(change: (answer: DraftAnswer, request: IncomingMessage) => void): Specimen {
  return flawed((request, response, pass) => {
    const chunks: Buffer[] = []
    const end = response.end.bind(response)
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string))
    }
    response.write = ((chunk: unknown, encoding: unknown, done: unknown) => {
      keep(chunk)
      const called = typeof encoding === 'function' ? encoding : done
      if (typeof called === 'function') process.nextTick(called)
      return true
    }) as typeof response.write
    // Only what was set before the end can be changed: the sound server writes no head of its own.
    response.end = ((chunk: unknown) => {
      keep(chunk)
      const answer = draftOf(response, Buffer.concat(chunks))
      const before = draftOf(response, answer.body)
      change(answer, request)
      setHeaders(response, before, answer)
      response.statusCode = answer.status
      // Node leaves the content out where there is to be none.
      return end(answer.body)
    }) as typeof response.end
    pass()
  })
}

function draftOf(response: ServerResponse, body: Buffer): DraftAnswer {
  const headers = Object.entries(response.getHeaders()).map(
    ([name, value]) => [name, Array.isArray(value) ? [...value] : String(value)] as const,
  )
  return { status: response.statusCode, headers: Object.fromEntries(headers), body }
}

/** Touches nothing that is left as it was: Node remembers what was once removed. */
function setHeaders(
  response: ServerResponse,
  before: DraftAnswer,
  { status, headers, body }: DraftAnswer,
): void {
  const length = headers['content-length']
  // RFC 9110 section 8.6: an answer with this status has no length, and would be another flaw.
  if (status === 204 && length === before.headers['content-length']) delete headers['content-length']
  else if (length === before.headers['content-length'] && length !== undefined && !body.equals(before.body))
    headers['content-length'] = String(body.length)
  for (const name of Object.keys(before.headers)) if (!(name in headers)) response.removeHeader(name)
  for (const [name, value] of Object.entries(headers))
    if (String(value) !== String(before.headers[name])) response.setHeader(name, value)
}

/** A server that is nothing but what is done with each connection. */
export function rawFlaw(onConnection: (socket: Socket) => void): Specimen {
  return { start: () => serveRaw(onConnection) }
}
