import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { serveHandler, serveRaw } from './serve.ts'
import { createSound } from './sound/index.ts'
import type { Specimen } from './specimen.ts'

/** An answer before it is sent. Changing it changes what is sent; a content length that is there is set right. */
export interface DraftAnswer {
  status: number
  /** By name in lower case. */
  headers: Record<string, string | string[]>
  body: Buffer
}

/** The sound server itself. */
export const sound: Specimen = {
  start() {
    const { handler, config } = createSound()
    return serveHandler(handler, config)
  },
}

/**
 * The sound server with something in front that may answer in its place.
 *
 * @param breaking answers, or calls `pass` to have the sound server answer
 * @example
 * flaw: flawed((request, response, pass) => {
 *   if (request.method === 'TRACE') response.end('as you like')
 *   else pass()
 * })
 */
export function flawed(
  breaking: (request: IncomingMessage, response: ServerResponse, pass: () => void) => void,
): Specimen {
  return {
    start() {
      const { handler, config } = createSound()
      return serveHandler(
        (request, response) => breaking(request, response, () => handler(request, response)),
        config,
      )
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
      const headers = Object.fromEntries(
        Object.entries(response.getHeaders()).map(([name, value]) => [
          name,
          Array.isArray(value) ? value : String(value),
        ]),
      )
      const answer: DraftAnswer = { status: response.statusCode, headers, body: Buffer.concat(chunks) }
      const { length } = answer.body
      change(answer, request)
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
      if (answer.body.length !== length && response.hasHeader('content-length'))
        response.setHeader('content-length', answer.body.length)
      response.statusCode = answer.status
      return end(answer.body)
    }) as typeof response.end
    pass()
  })
}

/** A server that is nothing but what is done with each connection. */
export function rawFlaw(onConnection: (socket: Socket) => void): Specimen {
  return { start: () => serveRaw(onConnection) }
}
