import { openConnection } from '../wire/connection.ts'
import { writeRequest } from '../wire/request.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessConfig } from '../target/config.ts'
import { CannotTell } from '../verdict.ts'
import { freePort, isFree } from './free-port.ts'
import { Running } from './running.ts'
import { environmentOf, fill, startDatabaseProxy, type Ports, type Variables } from './settings.ts'
import type { TcpProxy } from './tcp-proxy.ts'

export interface LaunchOptions {
  /** Settings besides the usual ones; `undefined` takes one away. */
  readonly env?: Variables
  /** Whether to wait until it is ready: so unless said. */
  readonly untilReady?: boolean
  /** Gives the start up. */
  readonly signal?: AbortSignal | undefined
}

/** The target did not start. A check for which that is a failure catches it. */
export class StartFailed extends CannotTell {}

/** Milliseconds until a target is ready, and between two looks whether it is. */
const START_WITHIN = 30_000
const LOOK_AGAIN = 10

/** Milliseconds that an instance has to end by itself before it is killed. */
const END_WITHIN = 2000

/** One instance of the target, with a database connection of its own. */
export interface Instance extends AsyncDisposable {
  readonly origin: URL
  /** The process, its lines and its exit. */
  readonly running: Running
  /** Between it and its database, where the address of that is known. */
  readonly database: TcpProxy | undefined
  /** Milliseconds that it took to be ready. */
  readonly startedIn: number
  /** Where something of the main instance is in this one: a path, or an address on one of its further ports. */
  readonly locate: (address: string) => { readonly origin: URL; readonly path: string }
  /** Starts it again on the same ports. What still runs of it is killed. @throws StartFailed */
  readonly again: (options?: LaunchOptions) => Promise<void>
}

/**
 * @param gone is told when it has been disposed of
 * @throws StartFailed
 */
export async function startInstance(
  url: URL,
  port: number,
  config: ProcessConfig,
  options: LaunchOptions = {},
  gone: () => Promise<void> | void = () => undefined,
): Promise<Instance> {
  if (!(await isFree(port)))
    throw new StartFailed(`Something listens at port ${port} already; end it, or give another address.`)
  const main = port === portOf(url)
  const ports: Ports = { own: port, further: main ? (config.ports ?? {}) : await freePorts(config) }
  const database = await startDatabaseProxy(config)
  const origin = originAt(url, port)

  const locate = (address: string) => {
    if (address.startsWith('/')) return { origin, path: address }
    const there = new URL(address)
    const path = `${there.pathname}${there.search}`
    if (portOf(there) === portOf(url)) return { origin, path }
    const [variable = ''] =
      Object.entries(config.ports ?? {}).find(([, number]) => number === portOf(there)) ?? []
    const moved = ports.further[variable]
    return { origin: moved === undefined ? new URL(there.origin) : originAt(there, moved), path }
  }
  const start = async ({ env, untilReady = true, signal }: LaunchOptions): Promise<[Running, number]> => {
    const begun = performance.now()
    const running = await Running.start({
      line: fill(config.start, port),
      cwd: config.cwd,
      env: { ...environmentOf(config, ports, database), ...env },
    })
    try {
      if (untilReady && !(await isReady(running, locate(config.ready ?? '/'), config, signal)))
        throw new StartFailed(notReady(running))
    } catch (error) {
      await running.kill()
      throw error
    }
    running.findServer(port)
    return [running, performance.now() - begun]
  }

  let [running, startedIn] = await start(options).catch(async (error: unknown) => {
    await database?.[Symbol.asyncDispose]()
    throw error
  })
  let disposed: Promise<void> | undefined
  const dispose = async () => {
    await running.end(Math.min(END_WITHIN, config.patience ?? END_WITHIN))
    await database?.[Symbol.asyncDispose]()
    await gone()
  }
  return {
    origin,
    database,
    locate,
    get running() {
      return running
    },
    get startedIn() {
      return startedIn
    },
    async again(next = {}) {
      await running.kill()
      ;[running, startedIn] = await start(next)
    },
    [Symbol.asyncDispose]: () => (disposed ??= dispose()),
  }
}

/**
 * Looks until it answers the path with success or, where no path is given, answers at all: some listen for a moment, to see
 * whether their port is free, long before they serve.
 */
async function isReady(
  running: Running,
  { origin, path }: { readonly origin: URL; readonly path: string },
  { ready }: ProcessConfig,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const until = performance.now() + START_WITHIN
  while (performance.now() < until && running.exit === undefined) {
    if (signal?.aborted === true) return false
    const status = await statusAt(origin, path)
    if (ready === undefined ? status > 0 : status >= 200 && status < 300) return running.exit === undefined
    await Promise.race([sleep(LOOK_AGAIN), running.exited])
  }
  return false
}

/** 0 where there is no answer. */
async function statusAt(origin: URL, path: string): Promise<number> {
  try {
    using connection = await openConnection(origin, { within: 1000 })
    await connection.write(writeRequest({ path, headers: { connection: 'close' } }, origin.host))
    return (await connection.next('GET', 1000))?.status ?? 0
  } catch {
    return 0
  }
}

function notReady({ exit, lines }: Running): string {
  const last = lines.all
    .slice(-3)
    .map(({ text }) => text.slice(0, 200))
    .join(' | ')
  const how = exit === undefined ? `was not ready after ${START_WITHIN / 1000} s` : `ended with ${exit.code}`
  return `The target ${how}${last === '' ? '.' : `; it wrote: ${last}`}`
}

async function freePorts({ ports = {} }: ProcessConfig): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const variable of Object.keys(ports)) found[variable] = await freePort()
  return found
}

export function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80))
}

function originAt(url: URL, port: number): URL {
  return new URL(`${url.protocol}//${url.hostname}:${port}`)
}
