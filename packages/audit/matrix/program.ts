import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AuditConfig } from '../src/target/config.ts'
import type { RunningServer } from '../src/flaws/specimen.ts'

/** Whether a program is installed; one that is not is a failure on CI, and a test that is left out elsewhere. */
export function hasProgram(name: string): boolean {
  return spawnSync('which', [name]).status === 0
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

interface Program {
  readonly command: string
  /** What it is started with; `folder` is its own, and `port` where it has to listen. */
  readonly args: (folder: string, port: number) => readonly string[]
  /** Writes its configuration and files. */
  readonly prepare?: (folder: string, port: number) => void
  readonly config?: AuditConfig
  /** What ends it: SIGTERM unless said. */
  readonly signal?: NodeJS.Signals
  /** What has to be ended with it. */
  readonly behind?: AsyncDisposable
}

/** Runs a server program in the foreground until it is disposed of. */
export async function runProgram({
  command,
  args,
  prepare,
  config = {},
  signal = 'SIGTERM',
  behind,
}: Program): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), `audit-${command}-`))
  const port = await freePort()
  prepare?.(folder, port)
  const child = spawn(command, args(folder, port), {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
    // Caddy keeps things in the home folder otherwise.
    env: { ...process.env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
  try {
    await listening(child, port, () => said)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    await behind?.[Symbol.asyncDispose]()
    throw error
  }
  return {
    url: `http://127.0.0.1:${port}`,
    config,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal)
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
      await behind?.[Symbol.asyncDispose]()
    },
  }
}

async function listening(child: ChildProcess, port: number, said: () => string): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (open) return
    await delay(10)
  }
  throw new Error(`${child.spawnfile} ended before it listened: ${said()}`)
}
