import { Cron } from 'croner'
import { checkName } from './names.ts'
import type { JobCall } from './job.ts'

/** Work that is enqueued at times which a calendar gives. */
export interface Schedule {
  readonly kind: 'schedule'
  readonly name: string
  readonly spec: ScheduleSpec
  /** Expression and time zone as one text: when it differs from the stored one, the schedule was changed. */
  readonly expression: string
  readonly cron: Cron
}

export interface ScheduleSpec {
  /**
   * Minute, hour, day of the month, month, day of the week, each as a number, `*`, a list, a range or a step; seconds may stand
   * before them. Or a name such as `@daily`.
   */
  readonly cron: string
  /** Whose clock it means, such as `Europe/Berlin`: `UTC` unless said. */
  readonly timeZone?: string
  /** What it enqueues. Called within a transaction that may be tried again, so it should only make the call. */
  readonly job: (fire: Fire) => JobCall
  /**
   * What becomes of times that passed while no process was there to see them: `once` (unless said) makes one job of them all, `all`
   * one for each, `skip` none of those that are more than a minute ago.
   */
  readonly missed?: 'once' | 'all' | 'skip'
  /**
   * What happens when the job of the time before is not done yet, nor dead: `skip` (unless said, and unless `missed` is `all`)
   * enqueues none, `allow` another.
   */
  readonly overlap?: 'skip' | 'allow'
}

/** One time at which a schedule enqueues. */
export interface Fire {
  /** The time that it is for, not the one at which it is noticed. */
  readonly at: Date
  /** The earliest time that it stands for: `at`, unless some were missed. */
  readonly since: Date
}

/**
 * Describes work that recurs. It is enqueued once for each time, however many processes there are, and by the database's clock.
 *
 * Times that the clock leaves out in spring come right after the gap, and those that it shows twice in autumn once, except
 * where a wildcard or a step is in hours, minutes or seconds: then it is as often as on other days.
 *
 * @throws TypeError where the expression makes no sense or never comes, or there is no such time zone
 * @example
 * const weekly = defineSchedule('weekly-digest', {
 *   cron: '0 8 * * 1',
 *   timeZone: 'Europe/Berlin',
 *   job: ({ at }) => sendDigest({ week: at.toISOString() }),
 * })
 * app({ name: 'news', services, work: { database: services.db, jobs: [sendDigest], schedules: [weekly] } })
 */
export function defineSchedule(name: string, spec: ScheduleSpec): Schedule {
  checkName('schedule', name)
  const { cron: expression, timeZone = 'UTC', missed, overlap } = spec
  if (missed === 'all' && overlap === 'skip') {
    throw new TypeError(
      `Schedule "${name}": with missed: 'all' there are several jobs at once, so overlap must be 'allow'.`,
    )
  }
  return {
    kind: 'schedule',
    name,
    spec,
    expression: `${expression} ${timeZone}`,
    cron: parse(name, expression, timeZone),
  }
}

function parse(name: string, expression: string, timeZone: string): Cron {
  // Croner gives `?` the time at which the process started, which is another in each.
  const mistake = expression.includes('?') ? '`?` is not the same in each process' : undefined
  try {
    if (mistake !== undefined) throw new TypeError(mistake)
    const cron = new Cron(expression, {
      timezone: timeZone,
      mode: '5-or-6-parts',
      fixedTimeRule: 'no-wildcard',
      paused: true,
    })
    if (cron.nextRun() === null) throw new TypeError('there is no such day')
    return cron
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new TypeError(`Schedule "${name}": "${expression}" in ${timeZone} gives no times: ${why}.`, {
      cause: error,
    })
  }
}
