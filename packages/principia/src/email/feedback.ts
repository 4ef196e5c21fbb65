import { query, type Database } from '../database/index.ts'
import { suppress, toDetail } from './suppressions.ts'

/** What a provider tells of a mail after it was sent. One of `address` and `messageId` must be there. */
export interface Feedback {
  /** Where the mail went. */
  readonly address?: string
  /** The mail's `Message-ID`, or what the provider called it when it took it. */
  readonly messageId?: string
  /** What was said, such as `550 5.1.1 no such user`. */
  readonly detail?: string
}

/**
 * A mail came back: nobody is there, and nothing is sent there any more. For the webhook of a provider; what it says twice does
 * no harm. Bounces that are temporary are the provider's to deal with and need not be told.
 *
 * @returns whether it is known of whom this is told
 * @throws TypeError where neither address nor message is named, or the address is none
 * @example
 * await recordBounce(db, { address: body.recipient, messageId: body.messageId, detail: body.diagnosticCode })
 */
export function recordBounce<Tables>(db: Database<Tables>, feedback: Feedback): Promise<boolean> {
  return record(db, feedback, 'bounced', 'bounce')
}

/**
 * Somebody called a mail spam: no mail is sent to them any more.
 *
 * @returns whether it is known of whom this is told
 * @throws TypeError where neither address nor message is named, or the address is none
 */
export function recordComplaint<Tables>(db: Database<Tables>, feedback: Feedback): Promise<boolean> {
  return record(db, feedback, 'complained', 'complaint')
}

const MARK = `
  update principia_emails set state = $3, detail = coalesce($4, detail), settled_at = now()
  where id = (
    select id from principia_emails where id = $1 or provider_id = $2 order by id = $1 desc nulls last limit 1
  )
  returning mailbox`

async function record<Tables>(
  db: Database<Tables>,
  { address, messageId, detail }: Feedback,
  state: 'bounced' | 'complained',
  reason: 'bounce' | 'complaint',
): Promise<boolean> {
  if (address === undefined && messageId === undefined)
    throw new TypeError('Say which mail it is about: its address, its messageId, or both.')
  return db.transaction(async (tx) => {
    const [marked] =
      messageId === undefined
        ? []
        : await query<{ mailbox: string }>(tx, MARK, [
            idIn(messageId) ?? null,
            toDetail(messageId),
            state,
            toDetail(detail),
          ])
    const mailbox = address ?? marked?.mailbox
    if (mailbox === undefined) return false
    await suppress(tx, mailbox, reason, { detail })
    return true
  })
}

const UUID = /^<?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:@|$)/i

/** The mail's own id in its `Message-ID`. */
function idIn(messageId: string): string | undefined {
  return UUID.exec(messageId)?.[1]
}
