import { query, type Queryable } from '../database/index.ts'
import type { SuppressionReason } from './suppressions.ts'
import { toDetail } from './suppressions.ts'

export type EmailState =
  | 'queued'
  | 'sent'
  | 'suppressed'
  | 'expired'
  | 'refused'
  | 'failed'
  | 'bounced'
  | 'complained'

/** What became of a mail. */
export interface EmailRecord {
  readonly id: string
  /** The name of its kind. */
  readonly email: string
  readonly mailbox: string
  readonly state: EmailState
  readonly attempts: number
  /** What the other side calls it. */
  readonly providerId: string | undefined
  /** What the other side said, or why it was not sent. */
  readonly detail: string | undefined
  readonly dueAt: Date
  /** When it came to that state; `undefined` while it is queued. */
  readonly settledAt: Date | undefined
}

/** What holds before an attempt: `$1` the mail, `$2` its list. */
const LOOK_UP = `
  select email.state, email.due_at, extract(epoch from now() - email.due_at)::float8 * 1000 as waited, suppression.reason
  from principia_emails as email
  left join lateral (
    select reason from principia_email_suppressions as suppression
    where suppression.mailbox = email.mailbox and list in ('', $2) order by list limit 1
  ) as suppression on true
  where id = $1`

export interface Standing {
  readonly state: EmailState
  readonly due_at: Date
  /** Milliseconds since it was due. */
  readonly waited: number
  readonly reason: SuppressionReason | null
}

/** `undefined` where the mail has been forgotten, as when somebody's data was erased. */
export async function lookUp(
  db: Queryable,
  id: string,
  list: string | undefined,
): Promise<Standing | undefined> {
  const [standing] = await query<Standing>(db, LOOK_UP, [id, list ?? ''])
  return standing
}

/**
 * Says what became of a mail, and forgets up to two that are older than `$6` milliseconds: so as many go as come, and nobody has to
 * tidy up. What has bounced meanwhile stays so.
 */
const SETTLE = `
  with old as materialized (
    select id from principia_emails
    where created_at < now() - $6::float8 * interval '1 ms' and state <> 'queued'
    order by created_at limit 2 for update skip locked
  ), forgotten as (
    delete from principia_emails using old where principia_emails.id = old.id and old.id <> $1
  )
  update principia_emails set state = $2, detail = $3, provider_id = coalesce($4, provider_id), attempts = $5, settled_at = now()
  where id = $1 and state in ('queued', 'failed')`

export interface Settled {
  readonly id: string
  readonly state: EmailState
  readonly detail?: string | undefined
  readonly providerId?: string | undefined
  readonly attempts: number
}

/** Milliseconds for which it is known what became of a mail, and for which its key holds. */
const KEPT = 30 * 86_400_000

export async function settle(
  db: Queryable,
  { id, state, detail, providerId, attempts }: Settled,
): Promise<void> {
  await query(db, SETTLE, [id, state, toDetail(detail), toDetail(providerId), attempts, KEPT])
}

const FIND = `
  select id, email, mailbox, state, attempts, provider_id, detail, due_at, settled_at from principia_emails where id = $1`

/** What became of the mail with this id; `undefined` where there is none, or none any more: 30 days are kept. */
export async function findEmail(db: Queryable, id: string): Promise<EmailRecord | undefined> {
  const [row] = await query<{
    id: string
    email: string
    mailbox: string
    state: EmailState
    attempts: number
    provider_id: string | null
    detail: string | null
    due_at: Date
    settled_at: Date | null
  }>(db, FIND, [id])
  if (row === undefined) return undefined
  const { provider_id: providerId, detail, due_at: dueAt, settled_at: settledAt, ...rest } = row
  return {
    ...rest,
    providerId: providerId ?? undefined,
    detail: detail ?? undefined,
    dueAt,
    settledAt: settledAt ?? undefined,
  }
}
