import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import {
  audit,
  checks,
  control,
  createBudget,
  discover,
  hideSecrets,
  toReport,
  version,
  withProcess,
  type Controlled,
  type Report,
} from '@principia/audit'
import type { App } from './apps.ts'
import { configOf } from './config.ts'

const SEED = 'comparison'
/** Requests in all, and within a second. */
const BUDGET = [1_000_000, 10_000] as const

/** An app that runs, with a store of its own. Disposing of it ends it and removes the store. */
export interface RunningApp extends AsyncDisposable {
  readonly url: string
  readonly config: ReturnType<typeof configOf>['config']
  readonly controlled: Controlled
}

/** @throws StartFailed where it does not answer */
export async function startApp(app: App): Promise<RunningApp> {
  const folder = mkdtempSync(join(tmpdir(), `principia-bench-${app.name}-`))
  const [port = 0, managementPort = 0] = await freePorts(2)
  const { url, config } = configOf(app, { port, managementPort, store: join(folder, 'store.db') })
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const controlled = await control(url, config.process)
    return {
      url,
      config,
      controlled,
      async [Symbol.asyncDispose]() {
        await controlled[Symbol.asyncDispose]()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** Starts an app and carries out every check on it. */
export async function auditApp(app: App, onEnd: (done: number, all: number) => void): Promise<Report> {
  await using running = await startApp(app)
  const startedAt = new Date()
  const budget = createBudget(...BUDGET)
  const { url, config, controlled } = running
  const target = withProcess(await discover(url, config, budget, SEED), controlled)
  let done = 0
  const outcomes = await audit({
    checks,
    target,
    budget,
    seed: SEED,
    onEnd: () => onEnd(++done, checks.length),
  })
  const duration = Date.now() - startedAt.getTime()
  const about = {
    version: version(),
    target: url,
    seed: SEED,
    startedAt,
    duration,
    requests: budget.used(),
    known: target.known,
  }
  return toReport(outcomes, about, { hide: hideSecrets(config, target.users) })
}

/** Ports that nobody listens at. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) server.close()
  await Promise.all(servers.map((server) => once(server, 'close')))
  return ports
}
