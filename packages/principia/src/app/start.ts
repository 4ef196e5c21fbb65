import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createHttpServer,
  DEFAULT_LIMITS,
  readCredentials,
  watchCredentials,
  type ServerLimits,
  type TlsServer,
} from '../http/index.ts'
import type { Worker } from '../jobs/index.ts'
import { drainServer, trackConnections } from '../shutdown/index.ts'
import type { App } from './app.ts'
import { bootApp, type BootOptions, type Booted } from './boot.ts'
import { handleSignals } from './handle-signals.ts'
import { appPlace, listen, managementPlace, probe, urlOf } from './listening.ts'
import { managementServer } from './management-server.ts'
import { startWork } from './work.ts'

export interface StartOptions extends BootOptions {
  /** Whether SIGTERM, SIGINT and faults nobody caught end the process in good order. */
  readonly handleSignals?: boolean
  /** What a connection may take; `DEFAULT_LIMITS` where it says nothing. */
  readonly limits?: Partial<ServerLimits>
}

/** An app that listens. */
export interface Running {
  readonly url: string
  readonly managementUrl: string
  readonly booted: Booted
  /** Finishes what is in flight and stops. Resolves to whether everything ended in time and in good order. */
  readonly stop: () => Promise<boolean>
}

/**
 * Starts an app: checks it, starts its services, listens.
 *
 * @throws StartFault with what to mend; nothing is left running.
 */
export async function start(app: App, options: StartOptions = {}): Promise<Running> {
  const booted = await bootApp(app, {
    ...options,
    beforeServices: (settings) => probe([appPlace(settings), managementPlace(settings)]),
  })
  const { settings, dispatcher, logger } = booted
  const state = { ready: true }
  const management = managementServer(booted, state)
  const { server, release } = await createServerFor(booted, { ...DEFAULT_LIMITS, ...options.limits })
  const connections = trackConnections(server)
  let worker: Worker | undefined
  try {
    await listen(server, appPlace(settings))
    await listen(management, managementPlace(settings))
    if (booted.work !== undefined && settings.WORK === 'on') worker = await startWork(booted.work, booted)
  } catch (error) {
    release()
    server.close()
    management.close()
    await booted.close()
    throw error
  }

  let stopped: Promise<boolean> | undefined
  const stop = (): Promise<boolean> => (stopped ??= stopOnce())
  const stopOnce = async () => {
    state.ready = false
    logger.info({ inFlight: dispatcher.inFlight() }, 'stopping')
    if (settings.SHUTDOWN_DELAY > 0) await sleep(settings.SHUTDOWN_DELAY)
    const { SHUTDOWN_DEADLINE: deadline } = settings
    // Both at once: requests and jobs have the same time to end.
    const [inTime, workInTime = true] = await Promise.all([
      drainServer(server, connections, dispatcher, { deadline }),
      worker?.stop({ deadline }),
    ])
    release()
    if (!inTime) logger.warn({}, 'some requests did not finish before the deadline and were cut off')
    if (!workInTime) logger.warn({}, 'some jobs did not finish before the deadline and were handed back')
    const orderly = await booted.close()
    management.closeAllConnections()
    await new Promise((resolve) => management.close(resolve))
    logger.info({}, 'stopped')
    return inTime && workInTime && orderly
  }
  if (options.handleSignals === true) handleSignals(stop, booted)
  return { url: urlOf(server), managementUrl: urlOf(management), booted, stop }
}

/** What listens on the app's port: over TLS where there is a certificate, which is renewed as its files are. */
async function createServerFor(
  { settings, dispatcher, logger }: Booted,
  limits: ServerLimits,
): Promise<{ server: Server | TlsServer; release: () => void }> {
  const { TLS_CERT: certFile, TLS_KEY: keyFile } = settings
  if (certFile === undefined || keyFile === undefined) {
    return { server: createHttpServer(dispatcher, limits), release: () => undefined }
  }
  // HTTP/2 and TLS are loaded by those alone who serve them: they are a fifth of the memory of a small app.
  const { createTlsServer, TLS_OPTIONS } = await import('../http/tls.ts')
  const credentials = readCredentials(certFile, keyFile)
  const server = createTlsServer(dispatcher, credentials, limits)
  const watched = { certFile, keyFile, credentials, options: TLS_OPTIONS, log: logger }
  return { server, release: watchCredentials(server, watched) }
}
