import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { problems, type Problem } from '../errors/index.ts'
import type { AnswerSettings } from './answer.ts'
import type { RequestContext } from './context.ts'
import { watchDeadlines } from './deadlines.ts'
import { writeFailure } from './fail.ts'
import { streamOf } from './http2-stream.ts'
import { closeUnread, cutOff } from './linger.ts'
import { LoadShare, type Load } from './load.ts'
import { overloaded } from './shed.ts'
import { lastInTurn } from './turns.ts'

/** The requests that have arrived and are not fully answered, and what can happen to all or any of them. */
export interface InFlight {
  readonly count: () => number
  /** What is being worked on. Requests without a deadline, such as live streams, are no part of it. */
  readonly load: Load
  readonly enter: (context: RequestContext, response: ServerResponse) => void
  readonly leave: (context: RequestContext) => void
  /** Gives a request until `milliseconds` from its arrival. */
  readonly expireAfter: (context: RequestContext, milliseconds: number) => void
  /** Counts a request as work. */
  readonly work: (context: RequestContext) => void
  /** Breaks off whoever has waited longest for their client, where more than `most` wait for theirs. */
  readonly thinOut: (most: number) => void
  /** Whether what is under way on a connection has no deadline. */
  readonly isEndless: (socket: Socket) => boolean
  /** See `Dispatcher`. */
  readonly breakOff: (socket: Socket, problem: Problem | undefined) => boolean
  readonly giveUp: (stream: Http2Stream, problem: Problem) => void
  readonly whenIdle: () => Promise<void>
  readonly drain: () => void
  readonly abort: () => void
}

export function createInFlight(
  settings: AnswerSettings,
  refuse: (request: IncomingMessage, response: ServerResponse, why: Problem) => void,
): InFlight {
  const all = new Map<RequestContext, ServerResponse>()
  /** Those of routes without a deadline. */
  const endless = new Set<RequestContext>()
  const idle: (() => void)[] = []
  const load: Load = { working: 0, waiting: 0 }

  /** Ends a request with a problem, told as its route tells things where it has one. */
  const fail = (context: RequestContext, response: ServerResponse, problem: Problem) => {
    context.abort(problem)
    writeFailure(context, response, problem, context.answering ?? settings)
  }

  const expire = (context: RequestContext, response: ServerResponse) => {
    const problem = problems.deadlineExceeded(undefined, { headers: { 'retry-after': '5' } })
    if (response.writableEnded) {
      context.abort(problem)
      closeUnread(context.request, response)
    } else fail(context, response, problem)
  }

  const watch = watchDeadlines(all, expire)

  return {
    count: () => all.size,
    load,
    enter: (context, response) => void all.set(context, response),
    leave(context) {
      all.delete(context)
      endless.delete(context)
      context.load?.leave()
      if (all.size === 0) for (const wake of idle.splice(0)) wake()
    },
    expireAfter(context, milliseconds) {
      context.deadline = context.trace.startedAt + milliseconds
      watch(context, milliseconds, context.trace.start)
      if (milliseconds === Infinity) endless.add(context)
      if (settings.connections.closing && milliseconds === Infinity) context.abort(shuttingDown())
    },
    work(context) {
      context.load = new LoadShare(load)
    },
    thinOut(most) {
      if (load.waiting <= most) return
      // In the order of their arrival, which is nearly that of their waiting.
      for (const [context, response] of all) {
        if (context.load?.waits !== true) continue
        // It has all come, and is about to be read.
        if (context.request.complete && !response.headersSent) continue
        if (response.headersSent) cutOff(context.request)
        else fail(context, response, overloaded())
        return
      }
    },
    isEndless: (socket) => [...endless].some(({ request }) => request.socket === socket),
    breakOff(socket, problem) {
      // Of several the last: the parser reads no request before it has read the one ahead of it.
      const waiting = lastInTurn(socket)
      const under = [...all].findLast(([{ request }]) => request.socket === socket)
      const last = waiting ?? (under && { request: under[0].request, response: under[1] })
      if (last === undefined) return false
      // Nothing would end it: what it waits for on the connection does not come any more.
      if (under !== undefined && endless.has(under[0])) socket.destroy()
      else if (last.request.complete) {
        last.response.shouldKeepAlive = false
        last.response.once('close', () => socket.destroySoon())
      } else if (problem === undefined) socket.destroy()
      else if (waiting !== undefined)
        waiting.serve = (request, response) => refuse(request, response, problem)
      else if (under !== undefined) fail(...under, problem)
      return true
    },
    giveUp(stream, problem) {
      for (const [context, response] of all) {
        if (streamOf(context.request) === stream) fail(context, response, problem)
      }
    },
    whenIdle: () => (all.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    drain() {
      settings.connections.closing = true
      // What has no deadline, such as a live stream, would never finish by itself.
      for (const context of endless) context.abort(shuttingDown())
    },
    abort() {
      for (const [context, response] of all) fail(context, response, shuttingDown())
    },
  }
}

function shuttingDown(): Problem {
  // Another instance, or the next one, will answer.
  return problems.unavailable('The service is shutting down.', { headers: { 'retry-after': '5' } })
}
