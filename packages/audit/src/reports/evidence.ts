import type { ShownEvidence } from '../report.ts'
import type { Evidence, Mark } from '../verdict.ts'
import { againOf } from './again.ts'
import type { Hide } from './secrets.ts'

/** Bytes of each side that a report keeps. */
const MOST = 64 << 10

/** An exchange as reports have it. */
export function show({ exchange, mark, says }: Evidence, hide: Hide): ShownEvidence {
  // Hidden before anything is cut: half a secret is not recognized.
  const sent = hide(exchange.sent.toString('latin1'))
  const received = hide(exchange.received.toString('latin1'))
  const left = cut(sent, mark?.in === 'sent' ? mark : undefined)
  const right = cut(received, mark?.in === 'received' ? mark : undefined)
  const skipped = mark?.in === 'sent' ? left.before : right.before
  return {
    says: says === undefined ? undefined : hide(says),
    origin: exchange.origin,
    sent: left.kept,
    received: right.kept,
    skipped: { sent: left.before, received: right.before },
    cut: { sent: left.after, received: right.after },
    ended: exchange.ended,
    mark: mark === undefined ? undefined : within(mark, skipped),
    again: againOf(exchange, sent),
  }
}

/** The beginning, or what is around the mark where that is further on; and how many bytes were left out on both ends. */
function cut(bytes: string, mark: Mark | undefined): { kept: string; before: number; after: number } {
  const isNear = mark === undefined || mark.to <= MOST
  const before = isNear ? 0 : Math.max(0, Math.min(mark.from - MOST / 2, bytes.length - MOST))
  const kept = bytes.slice(before, before + MOST)
  return { kept, before, after: bytes.length - before - kept.length }
}

/** A mark counted from where the text begins that is shown. */
function within(mark: Mark, skipped: number): Mark {
  return { in: mark.in, from: mark.from - skipped, to: Math.min(mark.to - skipped, MOST) }
}
