import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT, StartFault } from '../errors/index.ts'
import type { App } from './app.ts'
import { bootApp, type BootOptions } from './boot.ts'
import { handleSignals } from './handle-signals.ts'
import { listen, managementPlace, probe, urlOf } from './listening.ts'
import { managementServer } from './management-server.ts'
import type { Running } from './start.ts'
import { startWork } from './work.ts'

export interface WorkOptions extends BootOptions {
  /** Whether SIGTERM, SIGINT and faults nobody caught end the process in good order. */
  readonly handleSignals?: boolean
}

/** An app of which only the work is done: it has no public port. */
export type Working = Omit<Running, 'url'>

/**
 * Starts the work of an app in a process of its own, whatever its setting `WORK` says. Only its management port is open.
 *
 * @throws StartFault with what to mend; nothing is left running.
 */
export async function startWorking(app: App, options: WorkOptions = {}): Promise<Working> {
  if (app.spec.work === undefined) {
    throw new StartFault(`${app.name} has no work: app() was given no \`work\`.`, EXIT.usage)
  }
  const booted = await bootApp(app, {
    ...options,
    beforeServices: (settings) => probe([managementPlace(settings)]),
  })
  const { settings, logger, work } = booted
  const state = { ready: true }
  const management = managementServer(booted, state)
  const started = async () => {
    await listen(management, managementPlace(settings))
    return work === undefined ? undefined : startWork(work, booted)
  }
  const worker = await started().catch(async (error: unknown) => {
    management.close()
    await booted.close()
    throw error
  })
  let stopped: Promise<boolean> | undefined
  const stopOnce = async () => {
    state.ready = false
    logger.info({ running: worker?.running() }, 'stopping')
    if (settings.SHUTDOWN_DELAY > 0) await sleep(settings.SHUTDOWN_DELAY)
    const inTime = (await worker?.stop({ deadline: settings.SHUTDOWN_DEADLINE })) ?? true
    if (!inTime) logger.warn({}, 'some jobs did not finish before the deadline and were handed back')
    const orderly = await booted.close()
    management.closeAllConnections()
    await new Promise((resolve) => management.close(resolve))
    logger.info({}, 'stopped')
    return inTime && orderly
  }
  const stop = (): Promise<boolean> => (stopped ??= stopOnce())
  if (options.handleSignals === true) handleSignals(stop, booted)
  return { managementUrl: urlOf(management), booted, stop }
}
