import { Problem, problems } from '../errors/index.ts'

/**
 * The database can not be used right now: no connection came free in time, or none could be made.
 * A client is answered 503 without details; `cause` has them, for the log.
 */
export class DatabaseUnavailable extends Problem {
  constructor(reason: string, cause?: unknown) {
    super(problems.unavailable, {
      headers: { 'retry-after': '1' },
      // A log line is made of the messages of all causes: the same one twice says no more.
      cause: cause instanceof Error && cause.message === reason ? cause : new Error(reason, { cause }),
    })
  }
}

/** What an error says. A host name with several addresses fails with one error for each, and no message. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message !== '' || !(error instanceof AggregateError)) return error.message || error.name
  return error.errors.map(messageOf).join('; ')
}
