import { Problem, problems } from '../errors/index.ts'

/**
 * The database can not be used right now: no connection came free in time, or none could be made.
 * A client is answered 503 without details; `cause` has them, for the log.
 */
export class DatabaseUnavailable extends Problem {
  constructor(reason: string, cause?: unknown) {
    super(problems.unavailable, {
      headers: { 'retry-after': '1' },
      cause: new Error(`The database is unavailable: ${reason}`, { cause }),
    })
  }
}
