import { query, type Queryable } from '../database/index.ts'
import { mailboxKey, parseMailbox } from './address.ts'

/** Why a mailbox gets no mail: it does not exist, its owner called ours spam, or has unsubscribed. */
export type SuppressionReason = 'bounce' | 'complaint' | 'unsubscribed'

export interface Suppression {
  readonly mailbox: string
  /** `undefined`: all mail. */
  readonly list: string | undefined
  readonly reason: SuppressionReason
  readonly detail: string | undefined
  readonly createdAt: Date
}

/** What is known of a mailbox and a list; what was known before stays. `$2` is empty for all mail. */
const SUPPRESS = `
  insert into principia_email_suppressions (mailbox, list, reason, detail) values ($1, $2, $3, $4)
  on conflict (mailbox, list) do nothing`

const ALLOW = `delete from principia_email_suppressions where mailbox = $1 and ($2::text is null or list = $2)`

const FIND = `
  select mailbox, list, reason, detail, created_at from principia_email_suppressions where mailbox = $1 order by list`

const LONGEST_DETAIL = 2000

/**
 * No mail goes there any more: none of the list, or none at all.
 *
 * @throws TypeError where the address is none
 */
export async function suppress(
  db: Queryable,
  address: string,
  reason: SuppressionReason,
  { list = '', detail }: { readonly list?: string; readonly detail?: string | undefined } = {},
): Promise<void> {
  await query(db, SUPPRESS, [keyOf(address), list, reason, toDetail(detail)])
}

/**
 * Mail goes there again: of the list, or all. Somebody has subscribed anew, or says that the mailbox works.
 *
 * @throws TypeError where the address is none
 */
export async function allow(db: Queryable, address: string, list?: string): Promise<void> {
  await query(db, ALLOW, [keyOf(address), list ?? null])
}

/** What keeps mail from going there. */
export async function suppressionsOf(db: Queryable, address: string): Promise<readonly Suppression[]> {
  const rows = await query<{
    mailbox: string
    list: string
    reason: SuppressionReason
    detail: string | null
    created_at: Date
  }>(db, FIND, [keyOf(address)])
  return rows.map(({ mailbox, list, reason, detail, created_at: createdAt }) => ({
    mailbox,
    list: list === '' ? undefined : list,
    reason,
    detail: detail ?? undefined,
    createdAt,
  }))
}

/** As PostgreSQL takes it: bounded, without NUL. */
export function toDetail(detail: string | undefined): string | null {
  return detail?.slice(0, LONGEST_DETAIL).replaceAll('\0', '').toWellFormed() ?? null
}

function keyOf(address: string): string {
  const mailbox = parseMailbox(address)
  if (mailbox === undefined) throw new TypeError(`${JSON.stringify(address)} is no mailbox.`)
  return mailboxKey(mailbox)
}
