import type { Logger } from 'pino'
import { listen, type OpenDatabase } from '../database/index.ts'
import { LOG, type Follower } from '../events/index.ts'
import { Attempts, type OnAttempt } from './attempts.ts'
import { CANCEL } from './cancel.ts'
import type { Claimed } from './claimed.ts'
import { faultPoint } from './fault-point.ts'
import { claimFrom, claimLimited, type Claim } from './claim.ts'
import type { Job } from './job.ts'
import type { WorkLimit } from './limit-rule.ts'
import { limitsOf, queuesOf } from './limit.ts'
import { IdleSign } from './idle-sign.ts'
import { keepTime } from './keep-time.ts'
import { Lane } from './lane.ts'
import { keepAlive, type Membership } from './membership.ts'
import { Outcomes } from './outcomes.ts'
import type { Schedule } from './schedule.ts'
import { keepTidy } from './tidy.ts'
import { query } from '../database/index.ts'
import { SAY_IDLE } from './statements.ts'
import { watchOver } from './watch-over.ts'

export interface WorkerOptions<Tables> {
  readonly db: OpenDatabase<Tables>
  readonly jobs: readonly Job[]
  readonly logger: Logger
  readonly schedules?: readonly Schedule[]
  /** Jobs that run at the same time, for each queue: 10 unless said. */
  readonly concurrency?: number | Readonly<Record<string, number>>
  /** What holds for queues over all processes. */
  readonly limits?: Readonly<Record<string, WorkLimit>>
  readonly services?: Readonly<Record<string, unknown>>
  /** The name under which handlers find `db`: `db` unless said. */
  readonly databaseName?: string
  /** What follows the log: it is woken as queues are. */
  readonly follower?: Pick<Follower, 'wake'>
  /** Told of each attempt that has ended here. */
  readonly onAttempt?: OnAttempt
  /** Days for which what has ended is kept: 7 unless said. */
  readonly keep?: number
  /** Milliseconds between two signs of life: 5,000 unless said. */
  readonly heartbeat?: number
  /** Milliseconds without one after which others take a worker's jobs: 30,000 unless said. */
  readonly lease?: number
}

export interface Worker {
  /** Takes no more jobs, hands back at once what has not begun, and waits for the rest as long as it may. */
  readonly stop: (options?: { readonly deadline?: number }) => Promise<boolean>
  /** Jobs that run here now. */
  readonly running: () => number
}

const CONCURRENCY = 10
const HEARTBEAT = 5000
const LEASE = 30_000
const KEEP = 7
/** Milliseconds between two claims in vain of a queue with limits. */
const REST = 20
const DEADLINE = 20_000
/** Milliseconds for handlers to end once they were told to. */
const LAST_MOMENTS = 1000

/** Begins to work: takes jobs of the queues of `jobs` and runs them, until it is stopped. */
export async function startWorker<Tables>(options: WorkerOptions<Tables>): Promise<Worker> {
  const {
    logger,
    services = {},
    databaseName = 'db',
    follower,
    heartbeat = HEARTBEAT,
    lease = LEASE,
  } = options
  const db = options.db as unknown as OpenDatabase<unknown>
  const { jobs } = options
  const outcomes = new Outcomes(
    db,
    logger,
    (milliseconds) => watch.dueIn(milliseconds),
    // There may be room under a limit again.
    (queue) => limits.has(queue) && wake(queue),
  )
  const worker = () => member.id
  const attempts = new Attempts({
    jobs,
    db,
    databaseName,
    logger,
    services,
    worker,
    outcomes,
    ...(options.onAttempt !== undefined && { onAttempt: options.onAttempt }),
  })
  const idle = new IdleSign(
    follower === undefined ? [] : [LOG],
    (queues) => query(db, SAY_IDLE, [member.id, queues]),
    (queue) => wake(queue),
  )
  const cancel = (id: string) => {
    attempts.cancel(id)
    for (const lane of lanes) {
      const claimed = lane.take(id)
      if (claimed !== undefined) outcomes.add(claimed, member.id, { how: 'cancelled' })
    }
  }

  const member: Membership = await keepAlive({
    db,
    heartbeat,
    lease,
    log: logger,
    idle: () => idle.queues,
    onLost() {
      for (const lane of lanes) lane.drop()
      attempts.abort('The worker was not heard of for too long; others have its jobs now.')
    },
    onCancelled: (ids) => ids.forEach(cancel),
    onBack: () => wakeAll(),
  })

  const claimFor =
    (queue: string, claim: Claim) =>
    async (most: number): Promise<readonly Claimed[]> => {
      try {
        await faultPoint('claim:before')
        const { id } = member
        const rows = await claim(id, most)
        await faultPoint('claim:after')
        // Whoever was declared dead meanwhile has none of them.
        return id === member.id ? rows.toSorted(sooner) : []
      } catch (error) {
        logger.warn({ err: error, queue }, 'no jobs could be taken; trying again')
        return []
      }
    }
  const limits = limitsOf(jobs, options.limits)
  const lanes: readonly Lane[] = queuesOf(jobs).map((queue) => {
    const rules = limits.get(queue)
    const common = {
      queue,
      concurrency: concurrencyOf(options, queue),
      run: (claimed: Claimed) => attempts.run(claimed),
      onIdle: (is: boolean) => idle.set(queue, is),
    }
    if (rules === undefined) return new Lane({ ...common, claim: claimFor(queue, claimFrom(db, queue)) })
    const lane: Lane = new Lane({
      ...common,
      claim: claimFor(
        queue,
        claimLimited(db, queue, rules, (wait) => lane.wakeIn(wait)),
      ),
      // What is only at hand would count as running, and begin when its rate has long been counted.
      ahead: 0,
      rest: REST,
    })
    return lane
  })
  const wake = (notice: string) => {
    if (notice === LOG) follower?.wake()
    else if (notice.startsWith(CANCEL)) cancel(notice.slice(CANCEL.length))
    else lanes.find(({ queue }) => queue === notice)?.wake()
  }
  const wakeAll = () => {
    for (const lane of lanes) lane.wake()
  }
  const listening = listen({ url: db.url, channel: 'principia_jobs', onNotice: wake })
  const watch = watchOver({ db, lease, log: logger, onDue: wakeAll })
  const tidying = keepTidy(db, options.keep ?? KEEP, logger)
  const time = keepTime({ db, schedules: options.schedules ?? [], worker, log: logger })
  wakeAll()

  return {
    running: () => attempts.size,
    async stop({ deadline = DEADLINE } = {}) {
      attempts.stopping = true
      const handedBack = await Promise.all(lanes.map((lane) => lane.stop()))
      await listening[Symbol.asyncDispose]()
      await watch[Symbol.asyncDispose]()
      await time[Symbol.asyncDispose]()
      tidying[Symbol.dispose]()
      for (const atHand of handedBack) {
        for (const claimed of atHand)
          outcomes.add(claimed, member.id, { how: 'back', wait: 0, error: undefined, counts: false })
      }
      const all = Promise.all(lanes.map((lane) => lane.ended()))
      const inTime = await within(deadline, all)
      if (!inTime) {
        attempts.abort('The worker stops.')
        await within(LAST_MOMENTS, all)
        attempts.giveUp('The worker stopped.')
      }
      await outcomes.saidBefore(AbortSignal.timeout(DEADLINE))
      await member[Symbol.asyncDispose]()
      return inTime
    },
  }
}

function sooner(one: Claimed, other: Claimed): number {
  return other.priority - one.priority || (one.id < other.id ? -1 : 1)
}

function concurrencyOf<Tables>({ concurrency = CONCURRENCY }: WorkerOptions<Tables>, queue: string): number {
  return typeof concurrency === 'number' ? concurrency : (concurrency[queue] ?? CONCURRENCY)
}

/** Whether it ended in time. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), milliseconds)
  return Promise.race([work.then(() => true), late.promise]).finally(() => clearTimeout(timer))
}
