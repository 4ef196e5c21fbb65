import type { TraceRecord } from '../context/index.ts'

/** The last requests, kept in memory, oldest overwritten first. */
export interface TraceRing {
  add(record: TraceRecord): void
  /** Newest first. */
  list(): TraceRecord[]
  find(requestId: string): TraceRecord | undefined
  /** Calls `listener` for every record that is added from now on; gives back how to stop. */
  listen(listener: (record: TraceRecord) => void): () => void
}

/** @throws RangeError when `capacity` is not a whole number from 0 */
export function createTraceRing(capacity: number): TraceRing {
  if (!Number.isInteger(capacity) || capacity < 0) {
    throw new RangeError(`The number of requests to remember is a whole number from 0; got ${capacity}.`)
  }
  const records: TraceRecord[] = []
  const listeners = new Set<(record: TraceRecord) => void>()
  let next = 0
  return {
    add(record) {
      if (capacity > 0) records[next] = record
      next = next + 1 >= capacity ? 0 : next + 1
      if (listeners.size > 0) for (const listener of listeners) listener(record)
    },
    list: () => [...records.slice(next), ...records.slice(0, next)].toReversed(),
    find: (requestId) => records.find((record) => record.requestId === requestId),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
