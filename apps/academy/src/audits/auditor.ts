import { AsyncLocalStorage } from 'node:async_hooks'
import { checks as allChecks, type AuditConfig, type Check } from '@principia/audit'
import { defineProblem, problems, type Service } from 'principia'
import { LiveLog } from './live.ts'
import { runAudit, type Ended } from './run-audit.ts'

export const auditRunning = defineProblem('audit-running', 409, 'An audit of yours is running already')

/** Audits at a time, of all accounts: each asks hundreds of things a second. */
const MOST_AT_ONCE = 3

export interface Launch {
  readonly id: string
  readonly userId: string
  readonly target: URL
  readonly config: AuditConfig
  /** Is called before anything is asked of the target; where it fails nothing is. */
  readonly begin: () => Promise<void>
  /** Is called with how it ended. */
  readonly end: (ended: Ended) => Promise<void>
}

interface Running {
  readonly userId: string
  readonly live: LiveLog
  readonly stop: AbortController
  over: Promise<void>
}

/** Runs the audits of this process, in the background. Nothing of them outlives it. */
export interface Auditor {
  readonly checks: readonly Check[]
  /** @throws Problem audit-running, unavailable */
  readonly launch: (launch: Launch) => Promise<void>
  /** The events of an audit that runs. */
  readonly live: (id: string) => LiveLog | undefined
  /** Resolves when it has ended; at once where it does not run. */
  readonly stop: (id: string) => Promise<void>
  readonly stopAll: () => Promise<void>
}

/**
 * The auditor as a service of the Academy.
 *
 * @param checks all of them unless said
 */
export function defineAuditor(checks: readonly Check[] = allChecks): Service<Auditor> {
  return {
    service: 'auditor',
    start: ({ log }) => createAuditor(checks, (error) => log.error({ err: error }, 'An audit broke')),
    stop: (auditor) => auditor.stopAll(),
  }
}

function createAuditor(checks: readonly Check[], report: (error: unknown) => void): Auditor {
  const all = new Map<string, Running>()
  /** An audit outlives the request that began it, with its deadline and its trace. */
  const outside = AsyncLocalStorage.snapshot()

  async function run({ target, config, end }: Launch, { live, stop }: Running): Promise<void> {
    const tell = live.add.bind(live)
    let ended: Ended
    try {
      ended = await runAudit({ target, config, checks, signal: stop.signal, tell })
    } catch (error) {
      report(error)
      ended = { state: 'failed', report: undefined, fault: 'The auditor itself broke; its log says how.' }
    }
    await end(ended).catch(report)
    tell({ kind: 'over', state: ended.state })
  }

  async function stopOne(running: Running | undefined): Promise<void> {
    running?.stop.abort()
    await running?.over
  }

  return {
    checks,
    async launch(launch) {
      if ([...all.values()].some(({ userId }) => userId === launch.userId)) throw auditRunning()
      if (all.size >= MOST_AT_ONCE)
        throw problems.unavailable('As many audits are running as can run at a time.', {
          headers: { 'retry-after': '30' },
        })
      const started = Promise.withResolvers<void>()
      const running: Running = {
        userId: launch.userId,
        live: new LiveLog(),
        stop: new AbortController(),
        over: started.promise,
      }
      all.set(launch.id, running)
      try {
        await launch.begin()
      } catch (error) {
        all.delete(launch.id)
        started.resolve()
        throw error
      }
      running.over = outside(() => run(launch, running)).finally(() => all.delete(launch.id))
      started.resolve(running.over)
    },
    live: (id) => all.get(id)?.live,
    stop: (id) => stopOne(all.get(id)),
    async stopAll() {
      await Promise.all([...all.values()].map(stopOne))
    },
  }
}
