import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../context/index.ts'
import { faultPoint } from './fault-point.ts'
import { query, type Queryable } from '../database/index.ts'
import { FORGET, NEXT_DUE, PROMOTE, RECOVER } from './statements.ts'

export interface WatchOptions {
  readonly db: Queryable
  readonly lease: number
  readonly log: Log
  /** Told when jobs may have become free to take. */
  readonly onDue: () => void
}

interface Watch extends AsyncDisposable {
  /** A job that was just put back is due in so many milliseconds. */
  readonly dueIn: (milliseconds: number) => void
}

const LONGEST = 1000
const SHORTEST = 20
const AT_ONCE = 1000

/**
 * What somebody has to do, and every worker does, each a part: jobs whose time has come are made free to take, and so are
 * those of workers that are gone. It also looks for jobs that nobody was told of.
 */
export function watchOver({ db, lease, log, onDue }: WatchOptions): Watch {
  const ended = new AbortController()
  let pause = new AbortController()
  let lastRecovered = Number.NEGATIVE_INFINITY
  const look = async (): Promise<number> => {
    const due = await query(db, PROMOTE, [AT_ONCE])
    if (performance.now() - lastRecovered > lease / 4) {
      await recover(db, lease, log)
      lastRecovered = performance.now()
    }
    onDue()
    if (due.length === AT_ONCE) return 0
    const rows = await query<{ wait: number | null }>(db, NEXT_DUE)
    return Math.min(LONGEST, Math.max(SHORTEST, rows[0]?.wait ?? LONGEST))
  }
  const goOn = async () => {
    while (!ended.signal.aborted) {
      const wait = await look().catch((error: unknown) => {
        log.warn({ err: error }, 'jobs could not be looked after; trying again')
        return LONGEST
      })
      pause = new AbortController()
      const signal = AbortSignal.any([ended.signal, pause.signal])
      await delay(wait, undefined, { signal }).catch(() => undefined)
    }
  }
  const running = goOn()
  const timers = new Set<NodeJS.Timeout>()
  return {
    dueIn(milliseconds) {
      if (milliseconds >= LONGEST) return
      const timer = setTimeout(() => {
        timers.delete(timer)
        pause.abort()
      }, milliseconds)
      timers.add(timer)
    },
    async [Symbol.asyncDispose]() {
      ended.abort()
      for (const timer of timers) clearTimeout(timer)
      await running
    },
  }
}

interface Recovered {
  readonly id: string
  readonly kind: string
  readonly attempt: number
  readonly state: string
}

/** Frees the jobs of workers that are gone. */
async function recover(db: Queryable, lease: number, log: Log): Promise<readonly Recovered[]> {
  await query(db, FORGET, [lease])
  await faultPoint('recover:between')
  const rows = await query<Recovered>(db, RECOVER, [AT_ONCE])
  for (const { id, kind, attempt, state } of rows)
    log.warn({ jobId: id, job: kind, attempt, state }, 'a job was taken back from a worker that is gone')
  return rows
}
