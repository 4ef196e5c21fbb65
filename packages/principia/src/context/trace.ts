const NO_STAGES: readonly (string | number)[] = []

/**
 * The record that every request leaves behind: what the inspector shows.
 *
 * It is filled while the request runs and is never copied, so writing to it must stay as cheap as
 * pushing to an array. All times are milliseconds since the record's `start`.
 *
 * It is an object of a class, with a list that is no literal, for the sake of the garbage collector. A thousand records are
 * alive at any time, so V8 would find that literals written here mostly survive, and make all later ones where only a full
 * collection looks. Every request then left its record behind there, which cost a fifth of its time.
 */
export class TraceRecord {
  readonly requestId: string
  readonly traceId: string
  /** Milliseconds since the Unix epoch. */
  readonly startedAt = Date.now()
  /** `performance.now()` when the request arrived; what all offsets below are relative to. */
  readonly start = performance.now()
  method: string
  /** The path as it was sent, without the query string (which may hold secrets). */
  path: string
  /** The route's pattern, such as `/notes/:concept`; empty when nothing matched. */
  route = ''
  status = 0
  /** Whole duration in milliseconds; -1 while the request is running. */
  duration = -1
  userId: string | undefined = undefined
  remoteAddress: string
  responseBytes = 0
  responseType = ''
  aborted = false
  /** Flat pairs, in order: stage name, then the offset at which that stage ended. */
  stages: (string | number)[] = NO_STAGES.slice()
  queries: QueryRecord[] | undefined = undefined
  logs: LogRecord[] | undefined = undefined
  /** Failures that the client was told of, each with the place in the request. */
  failures: readonly { readonly pointer: string; readonly message: string }[] | undefined = undefined
  error: string | undefined = undefined

  constructor(requestId: string, traceId: string, method: string, path: string, remoteAddress: string) {
    this.requestId = requestId
    this.traceId = traceId
    this.method = method
    this.path = path
    this.remoteAddress = remoteAddress
  }
}

/** One SQL statement that ran on behalf of a request. Parameters are counted, never kept. */
export interface QueryRecord {
  readonly sql: string
  readonly parameters: number
  /** Offset from the record's start, in milliseconds. */
  readonly at: number
  readonly duration: number
  readonly rows: number
  readonly error: string | undefined
}

/** One log line that was written on behalf of a request. */
export interface LogRecord {
  readonly at: number
  readonly level: string
  readonly message: string
}

/** Queries and log lines kept per record; further ones are dropped, so that a loop cannot fill memory. */
export const KEPT_PER_RECORD = 100

export function recordQuery(record: TraceRecord, query: QueryRecord): void {
  record.queries ??= []
  if (record.queries.length < KEPT_PER_RECORD) record.queries.push(query)
}

export function recordLog(record: TraceRecord, line: LogRecord): void {
  record.logs ??= []
  if (record.logs.length < KEPT_PER_RECORD) record.logs.push(line)
}
