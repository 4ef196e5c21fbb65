import type { Log } from '../context/index.ts'
import type { Database } from '../database/index.ts'
import type { RunningJob } from '../jobs/index.ts'
import { faultPoint } from '../jobs/fault-point.ts'
import { readEmailArgs } from './args.ts'
import type { Email } from './email.ts'
import type { EmailArgs } from './job.ts'
import { compose, type Message, type Stationery } from './message.ts'
import { lookUp, settle, type EmailState, type Standing } from './records.ts'
import { suppress } from './suppressions.ts'
import { Undeliverable, type Delivered, type Transport } from './transport.ts'

export interface Delivery {
  readonly args: EmailArgs
  readonly job: RunningJob
  readonly signal: AbortSignal
  readonly log: Log
  readonly db: Database<unknown>
  readonly email: Email
  readonly stationery: Stationery
  readonly transport: Transport
}

/** States after which there is nothing left to do. A mail that `failed` is sent after all where its dead job is tried again. */
const OVER: ReadonlySet<EmailState> = new Set([
  'sent',
  'suppressed',
  'expired',
  'refused',
  'bounced',
  'complained',
])

/**
 * One attempt at a mail. It resolves where the mail needs no other, whatever became of it, and rejects where it does.
 *
 * Handing over and writing down that it was are two acts, and a crash between them sends a mail twice: with the same `Message-ID`,
 * by which most readers show it once.
 */
export async function deliver(delivery: Delivery): Promise<void> {
  const { args, job, log, db, email, transport, signal } = delivery
  const { within, list } = email.spec
  const attempts = job.attempt
  const standing = await lookUp(db, args.id, list)
  if (standing === undefined || OVER.has(standing.state)) return
  if (standing.reason !== null) {
    await settle(db, { id: args.id, state: 'suppressed', detail: standing.reason, attempts: attempts - 1 })
    return
  }
  if (within !== undefined && standing.waited > within) {
    await settle(db, { id: args.id, state: 'expired', detail: `after ${within} ms`, attempts: attempts - 1 })
    return
  }
  let delivered: Delivered
  try {
    delivered = await transport.deliver(await write(delivery, standing), { signal })
  } catch (error) {
    if (error instanceof Undeliverable) return refuse(delivery, error)
    if (attempts >= job.maxAttempts)
      await settle(db, { id: args.id, state: 'failed', detail: messageOf(error), attempts })
    throw error
  }
  await faultPoint('email:delivered')
  const { id: providerId, detail } = delivered
  await settle(db, { id: args.id, state: 'sent', detail, providerId, attempts })
  log.debug({ email: email.name, emailId: args.id, providerId }, 'email handed over')
}

async function write({ args, email, stationery }: Delivery, standing: Standing): Promise<Message> {
  const { value, mistake } = await readEmailArgs(email, args.args)
  if (mistake !== undefined) throw new TypeError(mistake)
  const { id, to, locale } = args
  return compose({ id, email, to, locale, args: value, date: standing.due_at }, stationery)
}

async function refuse({ args, job, db, email, log }: Delivery, error: Undeliverable): Promise<void> {
  const detail = error.message
  await db.transaction(async (tx) => {
    if (error.mailbox) await suppress(tx, args.to.address, 'bounce', { detail })
    await settle(tx, { id: args.id, state: 'refused', detail, attempts: job.attempt })
  })
  log.warn(
    { email: email.name, emailId: args.id, suppressed: error.mailbox, detail },
    'email refused for good',
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
