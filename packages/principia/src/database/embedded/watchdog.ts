import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, closeSync, constants, existsSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { codeOf, run, type Account } from './account.ts'

/**
 * Who uses the server is counted by the kernel, not by pid files.
 *
 * A small shell, the watchdog, starts PostgreSQL and reads the FIFO `alive`. Every process that uses
 * the server is a *member*: it holds the write end open. When the last member is gone - it left, it
 * crashed, it was killed - the kernel gives the watchdog end-of-file; it lingers, then stops the
 * server. (While it lingers, a `sleep` holds the write end, so newcomers are heard meanwhile.) The
 * watchdog is in a session of its own, so a Ctrl-C meant for the app does not reach it.
 *
 *     joining: open `alive` for writing ──no reader──▶ nobody watches: start a watchdog
 *                        │ write one line, a fresh name
 *                        ▼
 *     watchdog: reads the name, creates `members/<name>` ──▶ the member is counted
 *                        │ end-of-file, and nothing new after the linger
 *                        ▼
 *     closes `alive`, asks PostgreSQL for a fast shutdown, ends with it
 *
 * A member is counted only once its file is there. A name that was written but not acknowledged
 * before the reader went away was too late: the member starts over. So nobody can join a server
 * that has already decided to stop.
 *
 * When PostgreSQL ends by itself, the shell that started it says so through the same FIFO and the
 * watchdog ends. A member that finds a watchdog but no PostgreSQL (both it and that shell were
 * killed) tells the watchdog to quit, and starts another.
 */
const WATCHDOG = `
cd "$1" || exit 1
umask 077
linger=$2
shift 2
exec 3<alive
(
  exec 3<&-
  "$@" >>server.log 2>&1
  [ -p alive ] && echo "gone-$$" 1<>alive
) &
heard() {
  case $1 in
    "gone-$$" | quit) exit ;;
    gone-*) ;;
    *) : >"members/$1" ;;
  esac
}
lingering=
while :; do
  while read -r line <&3; do
    lingering=
    heard "$line"
  done
  [ -z "$lingering" ] && [ -p alive ] || break
  lingering=yes
  exec 4>alive
  sleep "$linger" 3<&- &
  exec 4>&-
done
exec 3<&-
read -r postmaster <data/postmaster.pid && kill -INT "$postmaster"
`

const POLL = 3
const ACKNOWLEDGED_WITHIN = 10_000

/** A counted use of the server. It ends with `leave()` or with the process, whichever comes first. */
export interface Membership {
  /** Whether a watchdog still reads the FIFO, which it does for as long as PostgreSQL runs. */
  watched(): boolean
  leave(): void
  /** Leaves, and ends the watchdog, because there is nothing for it to watch any more. */
  dismiss(): Promise<void>
}

/** Joins the running server, or gives `undefined` when nothing watches this directory. */
export async function joinServer(directory: string): Promise<Membership | undefined> {
  const fifo = openFifo(directory)
  if (fifo === undefined) return undefined
  return announce(directory, fifo, () => isWatched(directory))
}

export interface WatchdogOptions {
  directory: string
  /** The PostgreSQL command and its arguments. */
  command: readonly string[]
  /** Seconds between the last member's leaving and the server's stop. */
  linger: number
  account: Account | undefined
}

/** Starts PostgreSQL under a new watchdog and joins it. Call it only while holding the directory. */
export async function startWatched(options: WatchdogOptions): Promise<Membership | undefined> {
  const { directory, account } = options
  await prepare(directory, account)
  // A reader of our own, so that the write end can be opened before the watchdog opens its end, and
  // so that the watchdog's open finds a writer and does not block.
  const reader = openSync(join(directory, 'alive'), constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const fifo = openFifo(directory)
    if (fifo === undefined) return undefined
    let running = true
    const watchdog = spawn(
      '/bin/sh',
      ['-c', WATCHDOG, 'principia-postgres', directory, String(options.linger), ...options.command],
      {
        detached: true,
        stdio: 'ignore',
        cwd: '/',
        env: { PATH: process.env['PATH'], LC_ALL: 'C' },
        ...account,
      },
    )
    watchdog.on('exit', () => (running = false))
    watchdog.on('error', () => (running = false))
    watchdog.unref()
    return await announce(directory, fifo, () => running)
  } finally {
    closeSync(reader)
  }
}

async function announce(
  directory: string,
  fifo: number,
  watched: () => boolean,
): Promise<Membership | undefined> {
  const name = `${process.pid}-${randomBytes(6).toString('hex')}`
  const acknowledgement = join(directory, 'members', name)
  const until = performance.now() + ACKNOWLEDGED_WITHIN
  try {
    writeSync(fifo, `${name}\n`)
    while (!existsSync(acknowledgement)) {
      if (!watched() || performance.now() > until) {
        closeSync(fifo)
        return undefined
      }
      await delay(POLL)
    }
  } catch (error) {
    closeSync(fifo)
    if (codeOf(error) === 'EPIPE') return undefined
    throw error
  }
  let joined = true
  const leave = () => {
    if (!joined) return
    joined = false
    rmSync(acknowledgement, { force: true })
    closeSync(fifo)
  }
  return {
    watched: () => isWatched(directory),
    leave,
    async dismiss() {
      writeSync(fifo, 'quit\n')
      while (isWatched(directory)) await delay(POLL)
      leave()
    },
  }
}

async function prepare(directory: string, account: Account | undefined): Promise<void> {
  const members = join(directory, 'members')
  await rm(members, { recursive: true, force: true })
  await mkdir(members, { mode: 0o700 })
  // The FIFO is kept from start to start: members of a server that died are then counted by the next.
  const fifo = join(directory, 'alive')
  if (!statSync(fifo, { throwIfNoEntry: false })?.isFIFO()) {
    rmSync(fifo, { force: true })
    await run('mkfifo', ['-m', '600', fifo], undefined)
  }
  if (account === undefined) return
  chownSync(members, account.uid, account.gid)
  chownSync(fifo, account.uid, account.gid)
}

/** Opening the write end of a FIFO without blocking fails with ENXIO when nobody reads it: `fifo(7)`. */
function openFifo(directory: string): number | undefined {
  try {
    return openSync(join(directory, 'alive'), constants.O_WRONLY | constants.O_NONBLOCK)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENXIO' || code === 'ENOENT') return undefined
    throw error
  }
}

function isWatched(directory: string): boolean {
  const fifo = openFifo(directory)
  if (fifo === undefined) return false
  closeSync(fifo)
  return true
}
