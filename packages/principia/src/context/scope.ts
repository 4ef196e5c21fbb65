import { AsyncLocalStorage } from 'node:async_hooks'
import type { TraceRecord } from './trace.ts'

/**
 * What every piece of code that runs on behalf of one request (later: one job or event) shares,
 * whatever its depth. The pipeline's own context object implements it.
 */
export interface Scope {
  readonly requestId: string
  readonly traceId: string
  /** Fires when the client goes away or the deadline passes; its reason says which. */
  readonly signal: AbortSignal
  /** When the answer is due, in milliseconds since the Unix epoch; `Infinity` where there is no limit. */
  readonly deadline: number
  readonly log: Log
  readonly trace: TraceRecord
}

/** The levels of a structured log. Fields come first, the sentence second, as in pino. */
export interface Log {
  debug: LogMethod
  info: LogMethod
  warn: LogMethod
  error: LogMethod
}

export interface LogMethod {
  (message: string): void
  (fields: object, message: string): void
}

const storage = new AsyncLocalStorage<Scope>()

/** Runs `work` so that `currentScope()` gives `scope` to it and to everything it awaits or starts. */
export function runInScope<T, A>(scope: Scope, work: (argument: A) => T, argument: A): T {
  return storage.run(scope, work, argument)
}

/** The scope of the request being served, or `undefined` outside of one (start-up, scripts). */
export function currentScope(): Scope | undefined {
  return storage.getStore()
}
