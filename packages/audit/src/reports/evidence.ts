import type { ShownEvidence } from '../report.ts'
import type { Evidence, Mark } from '../verdict.ts'
import { againOf } from './again.ts'
import { cutAround } from './cut.ts'
import type { Hide } from './secrets.ts'

/** Bytes of each side that a report keeps. */
const MOST = 64 << 10

/** An exchange as reports have it. */
export function show({ exchange, mark, says, amid }: Evidence, hide: Hide): ShownEvidence {
  // Hidden before anything is cut: half a secret is not recognized.
  const sent = hide(exchange.sent.toString('latin1'))
  const received = hide(exchange.received.toString('latin1'))
  const left = cutAround(sent, mark?.in === 'sent' ? mark : undefined, MOST)
  const right = cutAround(received, mark?.in === 'received' ? mark : undefined, MOST)
  const skipped = { sent: left.before, received: right.before }
  return {
    says: says === undefined ? undefined : hide(says),
    origin: exchange.origin,
    sent: left.kept,
    received: right.kept,
    skipped,
    cut: { sent: left.after, received: right.after },
    ended: exchange.ended,
    mark: mark === undefined ? undefined : within(mark, skipped[mark.in]),
    again: amid === undefined ? againOf(exchange, sent) : `# ${amid}`,
  }
}

/** A mark counted from where the text begins that is shown. */
function within(mark: Mark, skipped: number): Mark {
  return { in: mark.in, from: mark.from - skipped, to: Math.min(mark.to - skipped, MOST) }
}
