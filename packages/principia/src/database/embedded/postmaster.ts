import { readFileSync } from 'node:fs'
import { readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { EXIT, StartFault } from '../../errors/index.ts'
import { codeOf, run } from './account.ts'
import { readText } from './cluster.ts'

const STOPS_WITHIN = 30_000

/**
 * The last line of `postmaster.pid`, by which PostgreSQL says how far it is: `starting`, `ready`,
 * `stopping`. `undefined` while there is no such file, or no such line yet.
 */
export async function postmasterStatus(directory: string): Promise<string | undefined> {
  return (await readText(pidFile(directory)))?.split('\n')[7]?.trim()
}

/** Whether the server that wrote `postmaster.pid` was killed. One that stopped in order removed the file. */
export async function postmasterDied(directory: string): Promise<boolean> {
  const pid = await postmasterPid(directory)
  return pid !== undefined && !isAlive(pid)
}

/**
 * Makes sure that no PostgreSQL runs on the data directory and that no stale `postmaster.pid` keeps a
 * new one from starting. Call it only while holding the directory, when no watchdog reads the FIFO.
 *
 * A server that is there nevertheless is on its way out, or lost its watchdog: it is asked for a fast
 * shutdown and waited for. PostgreSQL itself takes a stale file for a live one when the pid now
 * belongs to another process of the same user, so a file that names no PostgreSQL is removed.
 *
 * @throws StartFault when the server that is there does not stop.
 */
export async function clearPostmaster(directory: string, tell: (line: string) => void): Promise<void> {
  const pid = await postmasterPid(directory)
  if (pid === undefined || !isAlive(pid)) return rm(pidFile(directory), { force: true })
  if (!(await serves(pid, join(directory, 'data')))) {
    tell(`removing a stale postmaster.pid: process ${pid} is not this PostgreSQL`)
    return rm(pidFile(directory), { force: true })
  }
  const until = performance.now() + STOPS_WITHIN
  signal(pid, 'SIGINT')
  while (isAlive(pid)) {
    if (performance.now() > until) {
      throw new StartFault(
        `A PostgreSQL server (process ${pid}) is running on ${join(directory, 'data')} and does not stop. End it first.`,
        EXIT.unavailable,
      )
    }
    await delay(10)
  }
}

/** Whether the process is a PostgreSQL server on this data directory, which is its working directory. */
async function serves(pid: number, data: string): Promise<boolean> {
  const real = await realpath(data).catch(() => data)
  if (process.platform === 'linux') {
    try {
      return (await readlink(`/proc/${pid}/cwd`)) === real
    } catch {
      return false
    }
  }
  const command = await run('ps', ['-o', 'command=', '-p', String(pid)], undefined).catch(() => '')
  return command.includes('postgres') && command.includes(data)
}

async function postmasterPid(directory: string): Promise<number | undefined> {
  const pid = Number((await readText(pidFile(directory)))?.split('\n')[0])
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
}

/** A zombie is dead: in a container whose first process reaps nobody, it keeps its pid for ever. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !isZombie(pid)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function isZombie(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name before it is in parentheses, and may hold some itself.
    return status[status.lastIndexOf(')') + 2] === 'Z'
  } catch {
    return true
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in between, which is what was wanted.
  }
}

function pidFile(directory: string): string {
  return join(directory, 'data', 'postmaster.pid')
}
