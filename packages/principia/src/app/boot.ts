import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { loadConfig, readEnvironment, type Environment } from '../config/index.ts'
import type { Log, Service } from '../context/index.ts'
import { EXIT, StartFault } from '../errors/index.ts'
import { compileCompression, compileCors, createDispatcher, type Dispatcher } from '../http/index.ts'
import {
  createLogger,
  createMetrics,
  createTraceRing,
  droppedLines,
  type Metrics,
  type TraceRing,
} from '../observability/index.ts'
import { expandVersions, type Route } from '../routing/index.ts'
import { localCounters } from '../security/index.ts'
import type { App, AppSpec } from './app.ts'
import { withoutMisshapen } from './check-shape.ts'
import { checkApp } from './check.ts'
import { broughtBy } from './brought.ts'
import { docsRoutes } from './docs.ts'
import { serviceMistakes } from './check-services.ts'
import { openStores } from './idempotency.ts'
import { openCounters } from './limits.ts'
import { pipelineSettings } from './pipeline-settings.ts'
import { mayBeSecure, readProxies, tlsMistakes, warnOfProxies } from './edge.ts'
import { openShedder } from './shedding.ts'
import { workOf, type Work } from './work.ts'
import { standardSettings, type StandardSettings } from './settings.ts'

export interface BootOptions {
  /** The app's folder: where `.env` and `.principia/` are. The working folder unless said. */
  readonly directory?: string
  readonly env?: Environment
  /** Takes the place of services by name, such as a fresh database in a test. */
  readonly services?: Readonly<Record<string, Service<unknown>>>
  readonly logger?: Logger
  /** Called once everything has been checked; what it throws keeps the services from starting. */
  readonly beforeServices?: (settings: StandardSettings) => Promise<void>
}

/** An app that is ready to serve, without a socket yet. */
export interface Booted {
  readonly app: App
  /** The app's routes as they are served: those with versions once for each. */
  readonly routes: readonly Route[]
  readonly settings: StandardSettings
  readonly dispatcher: Dispatcher
  readonly logger: Logger
  readonly metrics: Metrics
  readonly ring: TraceRing
  readonly services: readonly StartedService[]
  /** What it does besides requests, if anything. */
  readonly work: Work | undefined
  /** Stops the services, last started first. Resolves to whether all of them stopped in good order. */
  readonly close: () => Promise<boolean>
}

export interface StartedService {
  readonly name: string
  readonly definition: Service<unknown>
  readonly instance: unknown
}

/**
 * Checks an app and its settings, starts its services and compiles its routes.
 *
 * @throws StartFault that lists every mistake in the app and its settings at once; nothing was started.
 * @throws StartFault of a service that could not start, or is not what the routes take it for, such as a database
 *   without a table of theirs; those that had started were stopped again.
 */
export async function bootApp(app: App, options: BootOptions = {}): Promise<Booted> {
  const directory = options.directory ?? process.cwd()
  const { env, fromFile } = readEnvironment(directory, options.env)
  const standard = loadConfig(standardSettings, env)
  const sound = withoutMisshapen(app.spec)
  const own = sound.config === undefined ? { config: {}, mistakes: [] } : loadConfig(sound.config, env)
  const ring = createTraceRing(app.spec.traces ?? 1000)
  const { versioning } = app.spec
  const served = expandVersions(app.routes, versioning)
  const ofFramework = [
    ...docsRoutes({ ...app, spec: sound }),
    ...(app.spec.inspector?.({ ring, routes: served }) ?? []),
    ...broughtBy(sound).routes,
  ]
  const pipeline = pipelineSettings(sound, mayBeSecure(standard.config))
  const proxies = readProxies(standard.config)
  const unknown = unknownSettings(sound, fromFile)
  const definitions = { ...sound.services, ...options.services }
  const ofServices = Object.values(definitions).flatMap((service) => service.mistakes?.(env) ?? [])
  refuse(sound.name, [
    ...[
      ...standard.mistakes,
      ...portMistakes(standard.config),
      ...proxies.mistakes,
      ...tlsMistakes(standard.config),
      ...own.mistakes,
      ...ofServices,
      ...unknown,
    ].map((mistake) => `setting ${mistake}`),
    ...checkApp(app.spec, [...app.routes, ...ofFramework], { ...pipeline, counters: localCounters() }),
  ])

  const settings = standard.config
  const logger =
    options.logger ??
    createLogger({ level: settings.LOG_LEVEL, format: settings.LOG_FORMAT ?? terminalFormat() })
  await options.beforeServices?.(settings)
  const services = await startAll(definitions, { name: app.name, directory, env, log: logger })
  const prepare = async () => {
    refuse(app.name, await serviceMistakes(app.routes, services))
    return openStores(app.routes, services)
  }
  const idempotency = await prepare().catch(async (error: unknown) => {
    await stopAll(services, logger)
    throw error
  })
  const metrics = createMetrics()
  metrics.counter('principia_log_lines_dropped_total', 'Log lines that nobody read in time.', droppedLines)
  const limits = openCounters(app.spec, services, logger, metrics)
  const dispatcher = createDispatcher([...served, ...ofFramework], {
    ...pipeline,
    idempotency,
    ...openShedder(app.spec, metrics),
    counters: limits.counters,
    cors: app.spec.cors === undefined ? undefined : compileCors(app.spec.cors),
    compression: app.spec.compression === false ? undefined : compileCompression(app.spec.compression),
    logger,
    metrics,
    ring,
    services: {
      ...Object.fromEntries(services.map(({ name, instance }) => [name, instance])),
      config: own.config,
    },
    forwarded: proxies.forwarded ?? warnOfProxies(served, logger),
    logRequests: true,
    versioning,
    explainCors: settings.NODE_ENV !== 'production',
  })
  return {
    app,
    routes: served,
    settings,
    dispatcher,
    logger,
    metrics,
    ring,
    services,
    work: workOf(app.spec, services, own.config),
    close() {
      limits.close()
      for (const store of idempotency.values()) store?.close()
      return stopAll(services, logger)
    },
  }
}
function refuse(name: string, mistakes: readonly string[]): void {
  if (mistakes.length === 0) return
  const count = mistakes.length === 1 ? 'is one mistake' : `are ${mistakes.length} mistakes`
  const list = mistakes.map((mistake) => `  - ${mistake}`).join('\n')
  throw new StartFault(`${name} cannot start; there ${count}:\n${list}`, EXIT.config)
}

/** The environment is full of strangers' variables, but in `.env` every name is meant for this app. */
function unknownSettings({ config, services = {} }: AppSpec, fromFile: readonly string[]): string[] {
  const known = new Set([
    ...Object.keys(standardSettings.schema.properties),
    ...Object.keys(config?.schema.properties ?? {}),
    ...Object.values(services).flatMap(({ settings = [] }) => settings),
  ])
  return fromFile
    .filter((name) => !known.has(name))
    .map((name) => `${name} is in .env, but no setting has that name`)
}

/** Two servers, two ports. A setting that could not be read is not there, and was reported already. */
function portMistakes({ HOST, PORT, MANAGEMENT_HOST, MANAGEMENT_PORT }: StandardSettings): string[] {
  const management = MANAGEMENT_PORT ?? PORT + 1
  if (PORT === 65_535 && MANAGEMENT_PORT === undefined) {
    return ['MANAGEMENT_PORT must be set: PORT + 1, which it is otherwise, is no port']
  }
  return PORT !== 0 && management === PORT && MANAGEMENT_HOST === HOST
    ? [`MANAGEMENT_PORT must be another than PORT; both are ${PORT}`]
    : []
}

function terminalFormat(): 'json' | 'pretty' {
  return process.stdout.isTTY ? 'pretty' : 'json'
}

async function startAll(
  definitions: Readonly<Record<string, Service<unknown>>>,
  boot: Parameters<Service<unknown>['start']>[0],
): Promise<StartedService[]> {
  const started: StartedService[] = []
  for (const [name, definition] of Object.entries(definitions)) {
    try {
      started.push({ name, definition, instance: await definition.start(boot) })
    } catch (error) {
      await stopAll(started, boot.log)
      throw error
    }
  }
  return started
}

/** Milliseconds that a service may take to stop; after that the next one is stopped all the same. */
const STOP_PATIENCE = 10_000

/** One that fails or hangs must not keep the others from closing what they hold. */
async function stopAll(services: readonly StartedService[], log: Log): Promise<boolean> {
  let orderly = true
  for (const { name, definition, instance } of services.toReversed()) {
    const late = new AbortController()
    const patience = sleep(STOP_PATIENCE, undefined, { signal: late.signal }).then(
      () => Promise.reject(new Error(`It did not stop within ${STOP_PATIENCE / 1000} s.`)),
      () => undefined,
    )
    try {
      await Promise.race([definition.stop?.(instance), patience])
    } catch (error) {
      orderly = false
      log.error({ err: error, service: name }, 'a service could not be stopped in good order')
    } finally {
      late.abort()
    }
  }
  return orderly
}
