import type { Log } from '../context/index.ts'
import { faultPoint } from './fault-point.ts'
import { query, type Queryable } from '../database/index.ts'
import { newId } from './ids.ts'
import { HEARTBEAT, REGISTER, UNREGISTER } from './statements.ts'

export interface MembershipOptions {
  readonly db: Queryable
  /** Milliseconds between two signs of life. */
  readonly heartbeat: number
  /** Milliseconds without one after which others take its jobs. */
  readonly lease: number
  readonly log: Log
  /** The queues for which it waits. */
  readonly idle: () => readonly string[]
  /** Told at once when the jobs that it has may be others' already. */
  readonly onLost: () => void
  /** Told of jobs of its that somebody has cancelled. */
  readonly onCancelled: (ids: readonly string[]) => void
  /** Told when it may take jobs again, under another id. */
  readonly onBack: () => void
}

/** A worker among others: its jobs are its own as long as the database hears of it. */
export interface Membership extends AsyncDisposable {
  readonly id: string
}

/**
 * Keeps a worker registered. By its own clock it is lost before others may think so: the time counts from when it last began
 * to say something that arrived.
 */
export async function keepAlive({
  db,
  heartbeat,
  lease,
  log,
  idle,
  onLost,
  onCancelled,
  onBack,
}: MembershipOptions): Promise<Membership> {
  let id = newId()
  let heard = performance.now()
  let lost = false
  let ended = false
  await query(db, REGISTER, [id, idle()])

  const lose = (why: string) => {
    if (lost) return
    lost = true
    log.warn({ worker: id }, why)
    onLost()
  }
  const beat = async () => {
    const begun = performance.now()
    if (begun - heard > lease) lose('the database was not reached for longer than a lease: jobs are given up')
    await faultPoint('heartbeat:before')
    const rows = await query<{ cancelled: readonly string[] }>(db, HEARTBEAT, [id, idle()])
    for (const { cancelled } of rows) onCancelled(cancelled)
    if (rows.length === 0) lose('others took this worker for dead: jobs are given up')
    if (lost) {
      // Under a new id, so that nothing of the old one can be mistaken for its.
      id = newId()
      await query(db, REGISTER, [id, idle()])
      lost = false
      onBack()
    }
    heard = begun
  }
  let beating: Promise<void> | undefined
  const timer = setInterval(() => {
    beating ??= beat()
      .catch((error: unknown) => {
        if (performance.now() - heard > lease)
          lose('the database was not reached for longer than a lease: jobs are given up')
        log.debug({ err: error }, 'a sign of life was not taken')
      })
      .finally(() => (beating = undefined))
  }, heartbeat)
  return {
    get id() {
      return id
    },
    async [Symbol.asyncDispose]() {
      if (ended) return
      ended = true
      clearInterval(timer)
      await beating
      await query(db, UNREGISTER, [id]).catch(() => undefined)
    },
  }
}
