import { rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { EXIT, StartFault } from '../../errors/index.ts'
import type { Account } from './account.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster, readText, SUPERUSER } from './cluster.ts'
import { holding } from './mutex.ts'
import { findPlace, own } from './place.ts'
import { clearPostmaster, postmasterDied, postmasterStatus } from './postmaster.ts'
import { joinServer, startWatched, type Membership } from './watchdog.ts'

export interface EmbeddedOptions {
  /** Where the server keeps everything, such as `<project>/.principia/postgres`. */
  directory: string
  /** Further server settings; they win over the defaults. */
  settings?: Readonly<Record<string, string>>
  /** Seconds for which the server outlives its last user, so that a reload finds it running; 1. */
  linger?: number
  /** Told, in one line each, what is unusual: where the files went, what was recovered. */
  tell?: (line: string) => void
}

export interface EmbeddedServer {
  readonly url: string
  /** Where its files really are: elsewhere than asked when root's server could not reach that place. */
  readonly directory: string
  /** Whether this call started the server, rather than joining one that was running. */
  readonly started: boolean
  /** Stops counting as a user. The last one's leaving stops the server, about a second later. */
  leave(): void
}

const LINGER_SECONDS = 1
const READY_WITHIN = 60_000
const LOG_LIMIT = 5_000_000
const WATCH_LOG_EVERY = 60_000

/** Small enough for a laptop, durable as in production: `fsync` and `synchronous_commit` are left on. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  io_method: 'sync',
  logging_collector: 'off',
  log_line_prefix: '%m [%p] %a ',
  // A client that was killed must not leave its statement running.
  client_connection_check_interval: '5s',
}

/**
 * Joins the PostgreSQL server of a directory, starting it (and creating its data) when it is not
 * running. It stops soon after the last process that uses it is gone, however that ended.
 *
 * @throws StartFault when there is no PostgreSQL for this platform, or it does not start.
 */
export async function joinEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  if (process.platform === 'win32') {
    throw new StartFault(
      'The embedded PostgreSQL is not available on Windows: set DATABASE_URL to a PostgreSQL server, or use WSL.',
      EXIT.unavailable,
    )
  }
  const tell = options.tell ?? (() => undefined)
  const { directory, account } = await findPlace(resolve(options.directory), tell)
  return holding(directory, READY_WITHIN, async () => {
    const joined = await joinRunning(directory)
    const membership = joined ?? (await start(directory, account, options, tell))
    try {
      await untilReady(directory, membership)
      const [port, password] = await Promise.all([
        readText(join(directory, 'port')),
        readText(join(directory, 'password')),
      ])
      const stopTrimming = trimLog(directory)
      return {
        url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
        directory,
        started: joined === undefined,
        leave() {
          stopTrimming()
          membership.leave()
        },
      }
    } catch (error) {
      membership.leave()
      throw error
    }
  })
}

async function joinRunning(directory: string): Promise<Membership | undefined> {
  const membership = await joinServer(directory)
  if (membership === undefined || !(await postmasterDied(directory))) return membership
  await membership.dismiss()
  return undefined
}

async function start(
  directory: string,
  account: Account | undefined,
  { settings, linger = LINGER_SECONDS }: EmbeddedOptions,
  tell: (line: string) => void,
): Promise<Membership> {
  const binaries = await findBinaries(account, tell)
  await clearPostmaster(directory, tell)
  await ensureCluster(directory, binaries, account)
  const log = join(directory, 'server.log')
  await rename(log, `${log}.1`).catch(() => undefined)
  const port = await freePort(Number(await readText(join(directory, 'port'))) || 0)
  const portFile = join(directory, 'port')
  await rm(portFile, { force: true })
  await writeFile(portFile, String(port), { mode: 0o600 })
  if (account !== undefined) await own(portFile, account)
  const chosen = { ...SETTINGS, ...settings, port: String(port) }
  const assignments = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const membership = await startWatched({
    directory,
    command: [binaries.postgres, '-D', join(directory, 'data'), ...assignments],
    linger,
    account,
  })
  if (membership === undefined) throw await didNotStart(directory)
  return membership
}

async function untilReady(directory: string, membership: Membership): Promise<void> {
  const until = performance.now() + READY_WITHIN
  while ((await postmasterStatus(directory)) !== 'ready') {
    if (!membership.watched() || performance.now() > until) throw await didNotStart(directory)
    await delay(5)
  }
}

async function didNotStart(directory: string): Promise<StartFault> {
  const log = (await readText(join(directory, 'server.log'))) ?? ''
  const said = log.trim().split('\n').slice(-5).join('\n  ')
  return new StartFault(
    `The embedded PostgreSQL in ${directory} did not start. The end of its log (server.log there) is:\n  ${said}`,
    EXIT.unavailable,
  )
}

/** The port of last time where it is free, so that those who know it find the server again; else any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer()
    probe.once('error', (error) => (wanted === 0 ? failed(error) : found(freePort(0))))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => found(port))
    })
  })
}

/** PostgreSQL appends to its log, so cutting the file to nothing is safe while it runs. */
function trimLog(directory: string): () => void {
  const log = join(directory, 'server.log')
  const timer = setInterval(() => {
    stat(log)
      .then(({ size }) => (size > LOG_LIMIT ? truncate(log) : undefined))
      .catch(() => undefined)
  }, WATCH_LOG_EVERY)
  timer.unref()
  return () => clearInterval(timer)
}
