import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../context/index.ts'
import { query, type Database, type OpenDatabase } from '../database/index.ts'
import type { Consumer, ConsumerContext } from './consumer.ts'
import type { Event } from './event.ts'
import { AFTER, toRecorded, type StoredEvent } from './read.ts'

export interface FollowOptions {
  readonly db: OpenDatabase<unknown>
  readonly consumers: readonly Consumer[]
  readonly log: Log
  readonly services?: Readonly<Record<string, unknown>>
  /** The name under which handlers find the database: `db` unless said. */
  readonly databaseName?: string
}

/** Follows the log until it is disposed of, which waits for the batches that are under way. */
export interface Follower extends AsyncDisposable {
  /** There may be something new. */
  readonly wake: () => void
}

const STAMP = 'select principia_stamp($1) as stamped'
const BEGIN = `
  insert into principia_consumers (name, position)
  values ($1, case when $2 then 0 else (select last from principia_log) end)
  on conflict (name) do nothing`
/** Whoever has the row handles the batch; it is given up with the transaction, however that ends. */
const TAKE = `
  select position, failures from principia_consumers
  where name = $1 and (retry_at is null or retry_at <= now()) for update skip locked`
const MOVE = `
  update principia_consumers set position = $2, failures = 0, retry_at = null, last_error = null, moved_at = now()
  where name = $1`
const FAIL = `
  update principia_consumers
  set failures = failures + 1, last_error = $2, retry_at = now() + least(60000, 100 * 2 ^ least(failures, 20)) * interval '1 ms'
  where name = $1`
/** As far as has been looked at; what came after may be of its types. */
const LAST = 'select last from principia_log'

const STAMP_AT_ONCE = 1000
const POLL = 1000
const BATCH = 100

/**
 * Gives events their positions, and to each consumer those that it has not had, in order. Every process may do this at the
 * same time: each consumer is moved by one of them at a time.
 */
export async function follow(options: FollowOptions): Promise<Follower> {
  const { db, consumers, log } = options
  await begin(db, consumers)
  const ended = new AbortController()
  let woken = Promise.withResolvers<void>()
  const goOn = async () => {
    while (!ended.signal.aborted) {
      const seen = woken
      try {
        while (await stamp(db)) continue
        await Promise.all(consumers.map((consumer) => advance(consumer, options, ended.signal)))
      } catch (error) {
        log.warn({ err: error }, 'the log could not be followed; trying again')
      }
      const pause = new AbortController()
      await Promise.race([
        seen.promise,
        delay(POLL, undefined, { signal: AbortSignal.any([ended.signal, pause.signal]) }).catch(
          () => undefined,
        ),
      ])
      pause.abort()
      if (woken === seen) woken = Promise.withResolvers()
    }
  }
  const running = goOn()
  return {
    wake() {
      woken.resolve()
    },
    async [Symbol.asyncDispose]() {
      ended.abort()
      woken.resolve()
      await running
    },
  }
}

/** Gives positions to what has been committed. @returns whether there may be more */
async function stamp(db: Database<unknown>): Promise<boolean> {
  const [row] = await query<{ stamped: number }>(db, STAMP, [STAMP_AT_ONCE])
  return row?.stamped === STAMP_AT_ONCE
}

async function advance(consumer: Consumer, options: FollowOptions, signal?: AbortSignal): Promise<void> {
  for (let more = true; more;) more = (await handleBatch(consumer, options)) && signal?.aborted !== true
}

/** Lets each consumer handle what is in the log by now. One that fails is left where it is. */
export async function catchUp(options: FollowOptions): Promise<void> {
  const { db, consumers } = options
  await begin(db, consumers)
  while (await stamp(db)) continue
  for (const consumer of consumers) await advance(consumer, options)
}

async function begin(db: Database<unknown>, consumers: readonly Consumer[]): Promise<void> {
  for (const { name, spec } of consumers) await query(db, BEGIN, [name, spec.from !== 'now'])
}

/** @returns whether there may be more */
async function handleBatch(
  consumer: Consumer,
  { db, services = {}, databaseName = 'db', log }: FollowOptions,
): Promise<boolean> {
  const { name, spec } = consumer
  const { batch = BATCH } = spec
  const known = new Map<string, Event>(spec.events.map((event) => [event.name, event]))
  const handle = consumer.handler as (context: ConsumerContext) => Promise<void> | void
  try {
    return await db.transaction(async (tx) => {
      const [own] = await query<{ position: number }>(tx, TAKE, [name])
      if (own === undefined) return false
      const [head] = await query<{ last: number }>(tx, LAST)
      const rows = await query<StoredEvent>(tx, AFTER, [own.position, [...known.keys()], batch])
      for (const row of rows) {
        const event = (await toRecorded(row, known)) as ConsumerContext['event']
        await handle({ ...services, [databaseName]: tx, event, log })
      }
      const more = rows.length === batch
      // Positions are committed in order, so below what was seen there is nothing that was not.
      const reached = Math.max(rows.at(-1)?.position ?? 0, more ? 0 : (head?.last ?? 0))
      if (reached > own.position) await query(tx, MOVE, [name, reached])
      return more
    })
  } catch (error) {
    log.error({ err: error, consumer: name }, 'a consumer of the log failed; it is tried again')
    await query(db, FAIL, [name, error instanceof Error ? (error.stack ?? error.message) : String(error)])
    return false
  }
}
