import type { Schedule } from './schedule.ts'

/** What a schedule does now: the fires that are due, and when to look again. */
export interface DueFires {
  readonly fires: readonly { readonly at: Date; readonly since: Date }[]
  readonly next: Date
}

/** Milliseconds after which a time counts as missed. */
const MISSED_AFTER = 60_000
const MOST_AT_ONCE = 1000

/** @param first the earliest time that has not been dealt with, not after `now` */
export function dueFires(schedule: Schedule, first: Date, now: Date): DueFires {
  const { missed = 'once' } = schedule.spec
  if (missed === 'all') return eachUntil(schedule, first, now)
  const at = latestUntil(schedule, first, now)
  const isMissed = now.getTime() - at.getTime() > MISSED_AFTER
  return {
    fires: missed === 'skip' && isMissed ? [] : [{ at, since: missed === 'skip' ? at : first }],
    next: nextAfter(schedule, now),
  }
}

function eachUntil(schedule: Schedule, first: Date, now: Date): DueFires {
  const fires: { at: Date; since: Date }[] = []
  let next = first
  while (next <= now && fires.length < MOST_AT_ONCE) {
    fires.push({ at: next, since: next })
    next = nextAfter(schedule, next)
  }
  return { fires, next }
}

function latestUntil({ cron }: Schedule, first: Date, now: Date): Date {
  // What Croner gives is before its reference; times are whole seconds.
  const [latest = first] = cron.previousRuns(1, new Date(now.getTime() + 1))
  return latest > first ? latest : first
}

/** The first time after `date`. */
export function nextAfter({ name, cron }: Schedule, date: Date): Date {
  const next = cron.nextRun(date)
  if (next === null) throw new RangeError(`Schedule "${name}" has no time after ${date.toISOString()}.`)
  return next
}
