import { query, type Queryable } from '../database/index.ts'
import { enqueue, type JobCall } from '../jobs/index.ts'
import { newId } from '../jobs/ids.ts'
import { mailboxKey } from './address.ts'
import { readEmailArgs } from './args.ts'
import { emailJob } from './job.ts'
import type { EmailCall } from './email.ts'

export interface SendOptions {
  /**
   * Makes sending idempotent: for as long as a mail of this kind to the same mailbox with this key is remembered, which is 30 days,
   * there is no other.
   */
  readonly key?: string
  /** Not before then. */
  readonly at?: Date
  /** Milliseconds from now, by the database's clock. */
  readonly delay?: number
}

export interface QueuedEmail {
  /** To find out what became of it (`findEmail`). It is in its `Message-ID` as well. */
  readonly id: string
  /** Whether there was one with this key already; `id` is that one's. */
  readonly duplicate: boolean
}

/**
 * Sends a mail, if the transaction commits: it is a job of it. It goes out soon after, is tried again where the other side has a
 * moment's trouble, and is not sent to whom it is not wanted by.
 *
 * @throws TypeError where the arguments are not what the email's schema says
 * @example
 * await db.transaction(async (tx) => {
 *   await tx.insertInto('orders').values(order).execute()
 *   await sendEmail(tx, receipt({ to: user.email, order: order.id }), { key: `order-${order.id}` })
 * })
 */
export async function sendEmail(db: Queryable, call: EmailCall, options?: SendOptions): Promise<QueuedEmail>
/** The same for many, with two statements. */
export async function sendEmail(
  db: Queryable,
  calls: readonly EmailCall[],
  options?: SendOptions,
): Promise<readonly QueuedEmail[]>
export async function sendEmail(
  db: Queryable,
  calls: EmailCall | readonly EmailCall[],
  options: SendOptions = {},
): Promise<QueuedEmail | readonly QueuedEmail[]> {
  if (isMany(calls)) return sendAll(db, calls, options)
  const [sent] = await sendAll(db, [calls], options)
  if (sent === undefined) throw new Error('The statement that sends gave no row.')
  return sent
}

function isMany(calls: EmailCall | readonly EmailCall[]): calls is readonly EmailCall[] {
  return Array.isArray(calls)
}

const INSERT = `
  insert into principia_emails (id, email, mailbox, key, due_at)
  select id, email, mailbox, $4, coalesce($5::timestamptz, now() + $6::float8 * interval '1 ms')
  from unnest($1::uuid[], $2::text[], $3::text[]) as given (id, email, mailbox)
  on conflict (email, mailbox, key) where key is not null do nothing
  returning id`

/** Those that have the key: in the order of `$1` and `$2`. */
const TAKEN = `
  select email.id
  from unnest($1::text[], $2::text[]) with ordinality as given (email, mailbox, place)
  join principia_emails as email using (email, mailbox)
  where key = $3 order by place`

async function sendAll(
  db: Queryable,
  calls: readonly EmailCall[],
  { key, at, delay = 0 }: SendOptions,
): Promise<readonly QueuedEmail[]> {
  if (calls.length === 0) return []
  const read = await Promise.all(calls.map(({ email, args }) => readEmailArgs(email, args)))
  const mistake = read.find((one) => one.mistake !== undefined)?.mistake
  if (mistake !== undefined) throw new TypeError(mistake)
  const ids = calls.map(() => newId())
  const kinds = calls.map(({ email }) => email.name)
  const mailboxes = calls.map(({ to }) => mailboxKey(to.address))
  const rows = await query<{ id: string }>(db, INSERT, [
    ids,
    kinds,
    mailboxes,
    key ?? null,
    at ?? null,
    delay,
  ])
  const fresh = new Set(rows.map(({ id }) => id))
  const jobs = calls.flatMap((call, index) => {
    const id = ids[index] ?? ''
    return fresh.has(id) ? [jobOf(id, call)] : []
  })
  await enqueue(db, jobs, { ...(at !== undefined && { at }), delay })
  if (fresh.size === ids.length) return ids.map((id) => ({ id, duplicate: false }))
  const taken = await query<{ id: string }>(db, TAKEN, [kinds, mailboxes, key ?? null])
  return ids.map((own, index) => ({ id: taken[index]?.id ?? own, duplicate: !fresh.has(own) }))
}

function jobOf(id: string, { email, to, locale, args }: EmailCall): JobCall {
  return emailJob({ id, email: email.name, to, ...(locale !== undefined && { locale }), args })
}
