import { createHash } from 'node:crypto'
import { closeSync, constants, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { EXIT, StartFault } from '../../errors/index.ts'

/** Open flag of macOS and the BSDs: take an exclusive `flock` while opening. */
const O_EXLOCK = 0x20
const RETRY_EVERY = 20

/**
 * Runs `work` while no other process of this machine holds the directory.
 *
 * The lock belongs to the kernel and dies with its holder, so there is no stale lock to recognise:
 * on Linux a listening socket in the abstract namespace (`unix(7)`), elsewhere an `flock` on a file.
 * Processes in different network namespaces (two containers on one volume) do not see each other's
 * socket; PostgreSQL's own check of its data directory is what is left between those.
 *
 * @throws StartFault when the lock is not free after `patience` milliseconds.
 */
export async function holding<T>(directory: string, patience: number, work: () => Promise<T>): Promise<T> {
  const release = await acquire(directory, performance.now() + patience)
  try {
    return await work()
  } finally {
    await release()
  }
}

async function acquire(directory: string, until: number): Promise<() => Promise<void> | void> {
  const take = process.platform === 'linux' ? listen : lockFile
  for (;;) {
    const release = await take(directory)
    if (release !== undefined) return release
    if (performance.now() > until) {
      throw new StartFault(
        `Another process has been starting the database in ${directory} for too long. End it and start again.`,
        EXIT.unavailable,
      )
    }
    await delay(RETRY_EVERY)
  }
}

function listen(directory: string): Promise<(() => Promise<void>) | undefined> {
  const name = `\0principia-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(name, () => resolve(() => new Promise((closed) => server.close(() => closed()))))
  })
}

async function lockFile(directory: string): Promise<(() => void) | undefined> {
  try {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK
    const fd = openSync(join(directory, 'lock'), flags, 0o600)
    return () => closeSync(fd)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined
    throw error
  }
}
