import type { Server } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT, problems, StartFault } from '../errors/index.ts'
import {
  compileCompression,
  createDispatcher,
  createHttpServer,
  DEFAULT_LIMITS,
  readCredentials,
  watchCredentials,
  type ServerLimits,
  type TlsServer,
} from '../http/index.ts'
import { createServer } from '../http/node-http.ts'
import { createTraceRing, createMetrics } from '../observability/index.ts'
import type { Worker } from '../jobs/index.ts'
import { drainServer, onSignals, trackConnections } from '../shutdown/index.ts'
import { securityHeaders } from '../security/index.ts'
import type { App } from './app.ts'
import { bootApp, type BootOptions, type Booted } from './boot.ts'
import { managementRoutes } from './management.ts'
import type { StandardSettings } from './settings.ts'
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
  const booted = await bootApp(app, { ...options, beforeServices: probePorts })
  const { settings, dispatcher, logger } = booted
  const state = { ready: true }
  const management = managementServer(booted, state)
  const { server, release } = await createServerFor(booted, { ...DEFAULT_LIMITS, ...options.limits })
  const connections = trackConnections(server)
  let worker: Worker | undefined
  try {
    await listen(server, settings.PORT, settings.HOST, 'PORT')
    await listen(management, managementPort(settings), settings.MANAGEMENT_HOST, 'MANAGEMENT_PORT')
    if (booted.work !== undefined && settings.WORK === 'on') worker = await startWork(booted.work, logger)
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

function handleSignals(stop: () => Promise<boolean>, { logger }: Booted): void {
  onSignals(async (signal) => {
    logger.info({ signal }, 'received a signal to stop')
    return (await stop()) ? 0 : 1
  })
  let failing = false
  const fault = (error: unknown) => {
    logger.error({ err: error }, 'a fault that nothing caught; stopping, since the state is unknown')
    if (failing) process.exit(EXIT.fault)
    failing = true
    void stop().finally(() => process.exit(EXIT.fault))
  }
  process.on('uncaughtException', fault)
  process.on('unhandledRejection', fault)
}

function managementServer(booted: Booted, state: { readonly ready: boolean }): Server {
  const dispatcher = createDispatcher(managementRoutes(booted, state), {
    security: securityHeaders({ hstsMaxAge: 0 }),
    cors: undefined,
    compression: compileCompression(),
    cacheControl: undefined,
    serverTiming: undefined,
    connections: { closing: false },
    bodyLimit: 0,
    deadline: 10_000,
    logger: booted.logger,
    metrics: createMetrics(),
    ring: createTraceRing(1),
    services: {},
    logRequests: false,
  })
  const { MANAGEMENT_HOST: host } = booted.settings
  return createHttpServer({
    ...dispatcher,
    serve(request, response) {
      // A page on the web can give its own name the address 127.0.0.1 and read what answers there.
      if (isLocal(host) && !isLocal(hostName(request.headers.host))) {
        dispatcher.refuse(request, response, problems.forbidden('Ask for it as localhost or by its address.'))
      } else dispatcher.serve(request, response)
    },
  })
}

function hostName(host = ''): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^(\[?::1\]?|127(\.\d+){3})$/.test(host)
}

function managementPort({ PORT, MANAGEMENT_PORT }: StandardSettings): number {
  return MANAGEMENT_PORT ?? (PORT === 0 ? 0 : PORT + 1)
}

/** A start that is going to fail for a port should fail before a service has changed anything, such as tables. */
async function probePorts(settings: StandardSettings): Promise<void> {
  const ports = [
    [settings.PORT, settings.HOST, 'PORT'],
    [managementPort(settings), settings.MANAGEMENT_HOST, 'MANAGEMENT_PORT'],
  ] as const
  for (const [port, host, setting] of ports) {
    const probe = createServer()
    await listen(probe, port, host, setting)
    await new Promise((resolve) => probe.close(resolve))
  }
}

function listen(server: NetServer, port: number, host: string, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(whyNotListening(error, port, host, setting))
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      resolve()
    })
  })
}

function whyNotListening(
  error: NodeJS.ErrnoException,
  port: number,
  host: string,
  setting: string,
): StartFault {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another process. Stop that process, or set ${setting} to a free port.`,
    EACCES: `Port ${port} may not be used by this account. Set ${setting} to a port above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Set ${setting.replace('PORT', 'HOST')} to one that is.`,
  }
  const reason = reasons[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${error.message}.`
  return new StartFault(reason, EXIT.unavailable, { cause: error })
}

function urlOf(server: NetServer): string {
  const { address, port, family } = server.address() as AddressInfo
  const local = address === '127.0.0.1' || address === '0.0.0.0' || address === '::' || address === '::1'
  const host = local ? 'localhost' : family === 'IPv6' ? `[${address}]` : address
  return `${'setSecureContext' in server ? 'https' : 'http'}://${host}:${port}`
}
