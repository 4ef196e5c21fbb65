import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../context/index.ts'
import { query, type Database } from '../database/index.ts'
import { fireDue, tellSchedule } from './fire.ts'
import type { Schedule } from './schedule.ts'

export interface KeepTimeOptions {
  readonly db: Database<unknown>
  readonly schedules: readonly Schedule[]
  /** The worker's id, which may change. */
  readonly worker: () => string
  readonly log: Log
}

/** Milliseconds to each schedule's next time, and whether the worker whose word it is has gone. */
const LOOK = `
  select name, expression, extract(epoch from next_at - now())::float8 * 1000 as wait,
    not exists (select from principia_workers where id = schedule.worker) as orphaned
  from principia_schedules as schedule where name = any($1::text[])`

interface Seen {
  readonly name: string
  readonly expression: string
  readonly wait: number
  readonly orphaned: boolean
}

const LONGEST = 10_000
const SHORTEST = 20
const AFTER_A_FAULT = 1000

/**
 * Fires schedules until it is disposed of. Every process does so for those that it knows; whoever comes first does it.
 * A schedule that was changed is fired by those alone who know it as it is now.
 */
export function keepTime(options: KeepTimeOptions): AsyncDisposable {
  const { schedules, log } = options
  const ended = new AbortController()
  const goOn = async () => {
    for (let isStart = true; !ended.signal.aborted;) {
      const wait: number | undefined = await look(options, isStart, ended.signal).catch((error: unknown) => {
        log.warn({ err: error }, 'schedules could not be looked after; trying again')
        return undefined
      })
      isStart &&= wait === undefined
      await delay(wait ?? AFTER_A_FAULT, undefined, { signal: ended.signal }).catch(() => undefined)
    }
  }
  const running = schedules.length === 0 ? undefined : goOn()
  return {
    async [Symbol.asyncDispose]() {
      ended.abort()
      await running
    },
  }
}

/** @returns milliseconds until it is worth to look again */
async function look(
  { db, schedules, worker, log }: KeepTimeOptions,
  isStart: boolean,
  ended: AbortSignal,
): Promise<number> {
  if (isStart) for (const schedule of schedules) await tellSchedule(db, schedule, worker(), { isStart })
  const rows = await query<Seen>(db, LOOK, [schedules.map(({ name }) => name)])
  const seen = new Map(rows.map((row) => [row.name, row]))
  let shortest = LONGEST
  // One after the other: many that are due at midnight should leave the pool some connections.
  for (const schedule of schedules) {
    const row = seen.get(schedule.name)
    if (row === undefined || row.orphaned) await tellSchedule(db, schedule, worker(), { isStart: false })
    if (row !== undefined && row.expression !== schedule.expression) continue
    let wait = row?.wait ?? 0
    if (wait <= 0 && row !== undefined) {
      try {
        while ((await fireDue(db, schedule)) && !ended.aborted) continue
      } catch (error) {
        log.error({ err: error, schedule: schedule.name }, 'a schedule could not be fired; trying again')
        wait = AFTER_A_FAULT
      }
    }
    shortest = Math.min(shortest, wait)
  }
  return Math.max(SHORTEST, shortest)
}
