import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { handle } from './handle.ts'
import type { Program } from './serve.ts'

/** How a service is called. */
interface Calls {
  /** Whether there is an answer without it. */
  readonly optional: boolean
  /** Milliseconds that it may take. */
  readonly within: number
  /** Whether a call ends with the request that it is made for. */
  readonly cancels: boolean
  /** The traceparent of a call, made of that of the request. */
  readonly trace: (given: string) => string | undefined
  readonly method: string
  /** How often a call is made at most, and whether that is so when most of them fail. */
  readonly attempts: number
  readonly always: boolean
  /** Milliseconds until the next attempt. */
  readonly pause: (retryAfter: string | null) => number
}

const SOUND: Calls = {
  optional: true,
  within: 300,
  cancels: true,
  trace: (given) => given.replace(/-[0-9a-f]{16}-/, '-00f067aa0ba902b7-'),
  method: 'GET',
  attempts: 2,
  always: false,
  pause: (retryAfter) => (retryAfter === null ? 5 : Number(retryAfter) * 1000),
}

/** Handles as ever; `/quote` is answered with what the service at `UPSTREAM` says. */
export function calling(
  other: Partial<Calls> = {},
): (request: IncomingMessage, response: ServerResponse, program: Program) => Promise<void> {
  const calls = { ...SOUND, ...other }
  /** Repetitions that there may be: each success gives a tenth of one. */
  let credit = 5
  return async (request, response, program) => {
    if (request.url !== '/quote') return handle(request, response, program)
    const left = new AbortController()
    if (calls.cancels) response.once('close', () => left.abort())
    const quote = await ask(request, calls, left.signal, () => calls.always || credit-- >= 1).catch(
      () => undefined,
    )
    if (quote !== undefined) credit = Math.min(5, credit + 0.1)
    const status = quote !== undefined || calls.optional ? 200 : 503
    const content = JSON.stringify({ quote: quote ?? null, complete: quote !== undefined })
    response
      .writeHead(status, { 'content-type': 'application/json', 'content-length': content.length })
      .end(content)
  }
}

/** @throws where the service does not answer well in time */
async function ask(
  request: IncomingMessage,
  { trace, method, attempts, within, pause }: Calls,
  left: AbortSignal,
  mayRepeat: () => boolean,
): Promise<unknown> {
  const traceparent = trace(String(request.headers['traceparent'] ?? ''))
  for (let attempt = 1; ; attempt++) {
    const repeats = attempt < attempts
    const answer = await fetch(process.env['UPSTREAM'] ?? '', {
      method,
      headers: traceparent === undefined ? {} : { traceparent },
      signal: AbortSignal.any([left, AbortSignal.timeout(within)]),
    }).catch((error: unknown) => {
      if (!repeats || left.aborted) throw error
    })
    if (answer?.ok === true) return await answer.json()
    const wait = pause(answer?.headers.get('retry-after') ?? null)
    if (!repeats || wait > within || !mayRepeat()) throw new Error('The service is away.')
    await sleep(wait, undefined, { signal: left })
  }
}
