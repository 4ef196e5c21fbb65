import { Readable } from 'node:stream'
import type { TraceRecord } from '../../context/index.ts'
import type { TraceRing } from '../../observability/index.ts'
import type { Route } from '../../routing/index.ts'
import { toSummary } from './summary.ts'

/** Bytes that may wait for a viewer. One that is further behind is cut off, and may come back. */
const MAX_BEHIND = 1 << 20
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
    if (stream.readableLength > MAX_BEHIND) stream.destroy()
    else stream.push(text)
  }
  const show = (record: TraceRecord) => {
    if (visible(record)) tell(toEvent(record, routes))
  }
  const silence = ring.listen(show)
  const heartbeat = setInterval(() => tell(':\n\n'), HEARTBEAT).unref()
  stop = () => {
    silence()
    clearInterval(heartbeat)
  }
  tell('retry: 2000\n\n')
  if (lastSeen !== undefined) for (const record of since(ring, lastSeen)) show(record)
  return stream
}

/** Oldest first; all that is kept when the last seen is not kept any more. */
function since(ring: TraceRing, lastSeen: string): TraceRecord[] {
  const newestFirst = ring.list()
  const seen = newestFirst.findIndex(({ requestId }) => requestId === lastSeen)
  return (seen === -1 ? newestFirst : newestFirst.slice(0, seen)).toReversed()
}

function toEvent(record: TraceRecord, routes: readonly Route[]): string {
  return `event: request\nid: ${record.requestId}\ndata: ${JSON.stringify(toSummary(record, routes))}\n\n`
}
