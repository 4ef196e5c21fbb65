import type { Database } from '../database/index.ts'
import { countJobs, type OnAttempt, type QueueCount } from '../jobs/index.ts'
import type { Metrics } from '../observability/index.ts'

/** Upper bounds in milliseconds: jobs take longer than requests. */
const BOUNDS = [10, 50, 100, 500, 1000, 5000, 10_000, 30_000, 60_000, 300_000, 1_800_000]
/** Counted no further, so that a scrape costs the same with a million waiting. */
const UP_TO = 100_000
/** Milliseconds for which a count is good enough. */
const FRESH = 5000

const STATES = ['waiting', 'scheduled', 'blocked', 'running', 'dead'] as const

/** What `/metrics` says of an app's work. @returns who is to be told of attempts */
export function observeWork(metrics: Metrics, db: Database<unknown>): OnAttempt {
  let counts: readonly QueueCount[] = []
  let counted = Number.NEGATIVE_INFINITY
  metrics.refresh(async () => {
    if (performance.now() - counted < FRESH) return
    counted = performance.now()
    counts = await countJobs(db, { upTo: UP_TO })
  })
  metrics.gauges(
    'principia_jobs',
    `Jobs in each queue and state, of all processes; ${UP_TO} stands for that many or more.`,
    () =>
      counts.flatMap((count) =>
        STATES.map((state) => ({ labels: { queue: count.queue, state }, value: count[state] })),
      ),
  )
  metrics.gauges(
    'principia_jobs_oldest_seconds',
    'How long the first to be taken of a queue has been free to be.',
    () => counts.map(({ queue, oldest }) => ({ labels: { queue }, value: oldest / 1000 })),
  )
  const durations = metrics.histogram(
    'principia_job_duration_seconds',
    'Attempts at jobs in this process, by how they ended: failed ones are tried again, dead ones are not.',
    BOUNDS,
  )
  return ({ name }, end, duration) => durations({ job: name, outcome: end }).observe(duration)
}
