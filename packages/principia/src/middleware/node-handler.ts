import type { IncomingMessage, ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import type { RequestContext } from '../http/context.ts'

/** A handler as node:http, Connect and Express have it. It may give a promise. */
export type NodeHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown

/**
 * Calls a Node handler; `onAnswer` is called at the moment when it has answered. Resolves to whether it has: `false` where it called `next()`.
 *
 * @throws what it threw, rejected with or gave to `next`
 */
export function callNode(
  handler: NodeHandler,
  context: RequestContext,
  response: ServerResponse,
  onAnswer: () => void = ignore,
): Promise<boolean> {
  const turn = guard(context, response)
  turn.foreign = true
  emitEnd(context.request)
  return new Promise((resolve, reject) => {
    const answered = () => {
      for (const event of ENDED) response.off(event, answered)
      onAnswer()
      resolve(true)
    }
    for (const event of ENDED) response.once(event, answered)
    const leave = () => {
      for (const event of ENDED) response.off(event, answered)
      turn.foreign = false
    }
    const fail = (error: unknown) => {
      leave()
      reject(error instanceof Error ? error : new Error(`A Node handler failed with ${inspect(error)}.`))
    }
    const next = (error?: unknown) => {
      // Express: `next('route')` and `next('router')` skip what is not here.
      if (error !== undefined && error !== null && error !== 'route' && error !== 'router') return fail(error)
      leave()
      resolve(false)
    }
    // In an async function, so that a synchronous failure is a rejection like any other.
    const call = async () => handler(context.request, response, next)
    call().catch(fail)
  })
}

/** The first of these that comes: all has been given to `end`, has been written, or never will be. */
const ENDED = ['prefinish', 'finish', 'close'] as const

/** Whose turn it is to write. */
interface Turn {
  foreign: boolean
}

const guarded = new WeakMap<ServerResponse, Turn>()

/**
 * The handler does not know that the deadline may answer over its head, and in Node it is a fault to write to an
 * answer that has ended: one that nothing catches, since it happens in the handler's own callbacks. So from the
 * end of the answer on, what it still writes is thrown away.
 */
function guard(context: RequestContext, response: ServerResponse): Turn {
  const known = guarded.get(response)
  if (known !== undefined) return known
  const turn = { foreign: true }
  guarded.set(response, turn)
  response.on('error', ignore)
  const mute = () => {
    if (!response.writableEnded && !response.destroyed) return
    const same = () => response
    Object.assign(response, {
      setHeader: same,
      setHeaders: same,
      appendHeader: same,
      removeHeader: ignore,
      writeHead: same,
      flushHeaders: ignore,
      write: () => false,
      end: same,
    })
  }
  watchContent(context, response, turn, mute)
  response.once('close', mute)
  // The deadline aborts first and answers then, both at once.
  context.signal.addEventListener('abort', () => queueMicrotask(mute), { once: true })
  return turn
}

/**
 * Counts what is sent for the request's record. Where an answer has no content, such as one to HEAD, what the
 * handler gives is left out: most rely on that, and this server would throw it back at them (RFC 9110 section 9.3.2).
 */
function watchContent(
  { trace }: RequestContext,
  response: ServerResponse,
  turn: Turn,
  onEnd: () => void,
): void {
  const write = response.write.bind(response)
  const end = response.end.bind(response)
  const passes = (chunk: unknown): boolean => {
    if (!turn.foreign || (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))) return true
    const { statusCode: status } = response
    if (trace.method === 'HEAD' || status === 204 || status === 304) return false
    trace.responseBytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength
    return true
  }
  const lastOf = (args: readonly unknown[]) => args.filter((arg) => typeof arg === 'function')
  Object.assign(response, {
    write(...args: unknown[]): unknown {
      if (passes(args[0])) return Reflect.apply(write, undefined, args)
      for (const done of lastOf(args)) process.nextTick(done)
      return true
    },
    end(...args: unknown[]): unknown {
      if (turn.foreign) trace.responseType ||= String(response.getHeader('content-type') ?? '')
      const ended: unknown = Reflect.apply(end, undefined, passes(args[0]) ? args : lastOf(args))
      onEnd()
      return ended
    },
  })
}

/**
 * A request without a body has ended before anyone could listen (`optimizeEmptyRequests`); a handler that waits for
 * its end would wait for ever.
 */
function emitEnd(request: IncomingMessage): void {
  if (!request.readableEnded) return
  request.on('newListener', (event: string, listener: () => void) => {
    if (event === 'end') process.nextTick(() => listener.call(request))
  })
}

function ignore(): void {}
