import { Readable } from 'node:stream'
import type { TraceRecord } from '../../context/index.ts'
import type { TraceRing } from '../../observability/index.ts'
import type { Route } from '../../routing/index.ts'
import { toSummary } from './summary.ts'

/** Bytes that may wait for a viewer. One that is further behind is cut off, and may come back. */
const MAX_BEHIND = 1 << 20
/** After this a stream ends and the browser asks again: whoever may not watch any more is then told so. */
const MAX_AGE = 5 * 60_000
/** Keeps proxies from closing a stream on which nothing happens. */
const HEARTBEAT = 15_000

/**
 * Every request that finishes, as one server-sent event (HTML Living Standard, section 9.2), for as long
 * as somebody reads.
 *
 * A viewer who was cut off names the last event that they saw and is first told what they missed, as
 * far as it is still kept.
 */
export function liveRequests(
  ring: TraceRing,
  visible: (record: TraceRecord) => boolean,
  lastSeen: string | undefined,
  routes: readonly Route[] = [],
): Readable {
  let stop = () => {}
  const stream = new Readable({
    read() {},
    destroy(error, done) {
      stop()
      done(error)
    },
  })
  const tell = (text: string) => {
    // What was replayed at the beginning is bounded by itself and does not count as being behind.
    if (stream.readableLength > MAX_BEHIND + replayed) stream.destroy()
    else stream.push(text)
  }
  const show = (record: TraceRecord) => {
    if (visible(record)) tell(toEvent(record, routes))
  }
  const silence = ring.listen(show)
  const heartbeat = setInterval(() => tell(':\n\n'), HEARTBEAT).unref()
  const end = setTimeout(() => stream.push(null), MAX_AGE).unref()
  stop = () => {
    silence()
    clearInterval(heartbeat)
    clearTimeout(end)
  }
  stream.push('retry: 2000\n\n')
  const missed = lastSeen === undefined ? '' : replay(since(ring, lastSeen).filter(visible), routes)
  const replayed = Buffer.byteLength(missed)
  if (replayed > 0) stream.push(missed)
  return stream
}

/** The latest of the missed events, oldest first, no more than a viewer may be behind. */
function replay(missed: readonly TraceRecord[], routes: readonly Route[]): string {
  const latest: string[] = []
  let size = 0
  for (const record of missed.toReversed()) {
    const event = toEvent(record, routes)
    size += Buffer.byteLength(event)
    if (size > MAX_BEHIND) break
    latest.unshift(event)
  }
  return latest.join('')
}

/** Oldest first; all that is kept when the last seen is not kept any more. */
function since(ring: TraceRing, lastSeen: string): TraceRecord[] {
  const newestFirst = ring.list()
  const seen = newestFirst.findIndex(({ requestId }) => requestId === lastSeen)
  return (seen === -1 ? newestFirst : newestFirst.slice(0, seen)).toReversed()
}

/** Written once, however many watch. */
const events = new WeakMap<TraceRecord, string>()

function toEvent(record: TraceRecord, routes: readonly Route[]): string {
  const known = events.get(record)
  if (known !== undefined) return known
  const event = `event: request\nid: ${record.requestId}\ndata: ${JSON.stringify(toSummary(record, routes))}\n\n`
  events.set(record, event)
  return event
}
