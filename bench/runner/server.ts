import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A contestant in a process of its own. */
export interface Server {
  readonly name: string
  readonly pid: number
  readonly port: number
  /** What it has written to standard output since the last `clearLog`: its log. */
  log(): string
  clearLog(): void
  report(): Promise<Report>
  stop(): Promise<void>
}

export interface Report {
  readonly metrics?: string
  readonly traces?: readonly string[]
}

const HOST = fileURLToPath(new URL('host.ts', import.meta.url))
/** The package's own command is put in place by an install script, and those are not run. */
export const bunPath = fileURLToPath(
  new URL(`../node_modules/@oven/bun-${process.platform}-${process.arch}/bin/bun`, import.meta.url),
)

/**
 * Starts a contestant's process and waits until it listens. Its standard output goes to a file, as under
 * a container runtime or systemd.
 */
export async function startServer(
  file: string,
  {
    name,
    rateLimit,
    nodeOptions = [],
    runtime,
  }: { name: string; rateLimit: number; nodeOptions?: readonly string[]; runtime?: 'bun' | undefined },
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'principia-bench-'))
  const path = join(folder, 'log')
  const output = openSync(path, 'a+')
  const own = [HOST, file, String(rateLimit)]
  const [program, args] =
    runtime === 'bun'
      ? [bunPath, own]
      : [process.execPath, ['--conditions=principia-source', ...nodeOptions, ...own]]
  const child = spawn(program, args, {
    stdio: ['ignore', output, 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1' },
  })
  const stop = async () => {
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
    child.kill('SIGTERM')
    await exited
    closeSync(output)
    rmSync(folder, { recursive: true })
  }
  try {
    const { port } = (await message(child, name)) as { port: number }
    return {
      name,
      pid: child.pid as number,
      port,
      log: () => readFileSync(path, 'utf8'),
      clearLog: () => ftruncateSync(output),
      report: () => {
        const answer = message(child, name)
        child.send('report')
        return answer as Promise<Report>
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function message(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`${name} ended with exit code ${code}.`))
    child.once('exit', exited)
    child.once('message', (value) => {
      child.off('exit', exited)
      resolve(value)
    })
  })
}
