import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Lines } from './lines.ts'
import { listenerAmong, membersOf, portsOf, usageOf, type Usage } from './proc.ts'
import { watch } from './watcher.ts'

/** How a process ended. */
export interface Exit {
  /** As a shell tells it: 128 and the number of the signal where one ended it. */
  readonly code: number
  /** What ended it, where the system did. */
  readonly signal: NodeJS.Signals | undefined
  /** When, as `performance.now()` tells time. */
  readonly at: number
}

export interface Command {
  /** For a shell. */
  readonly line: string
  readonly cwd: string | undefined
  /** `undefined` takes a variable of ours away. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Milliseconds until a pipe has been read to its end. */
const PIPE_WITHIN = 200

/** Waits for a command that is let go when its group is watched: nothing of it runs that would be left behind. */
const LET_GO = 'read -r _ || exit 1; exec sh -c "$0" </dev/null'

/** A command and everything that it has started, as a process group of its own. */
export class Running {
  readonly lines = new Lines()
  /** Of the group, and of the shell that leads it. */
  readonly group: number
  readonly exited: Promise<Exit>
  readonly #child: ChildProcess
  readonly #forget: () => void
  readonly #closed: Promise<unknown>
  #exit: Exit | undefined
  #killed: Promise<void> | undefined
  #server: number | undefined

  private constructor(child: ChildProcess, group: number) {
    this.#child = child
    this.group = group
    this.#forget = watch(group)
    this.exited = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        this.#exit = {
          code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
          signal: signal ?? undefined,
          at: performance.now(),
        }
        resolve(this.#exit)
      }),
    )
    this.#closed = new Promise((resolve) => child.once('close', resolve))
    if (child.stdout !== null) this.lines.read(child.stdout, 'stdout')
    if (child.stderr !== null) this.lines.read(child.stderr, 'stderr')
  }

  static async start({ line, cwd, env }: Command): Promise<Running> {
    const child = spawn('sh', ['-c', LET_GO, line], {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    await once(child, 'spawn')
    const running = new Running(child, child.pid ?? 0)
    child.stdin.on('error', () => undefined)
    child.stdin.end('\n')
    return running
  }

  /** `undefined` while it runs. */
  get exit(): Exit | undefined {
    return this.#exit
  }

  /** All of it that runs, where the system tells. */
  get pids(): readonly number[] {
    return membersOf(this.group)
  }

  /** The process that listens at the port, where the system tells; else the leader of the group. */
  get pid(): number {
    return this.#server ?? this.group
  }

  /** Finds out which of its processes it is that listens. */
  findServer(port: number): void {
    this.#server = listenerAmong(this.pids, port)
  }

  get ports(): readonly number[] {
    return portsOf(this.pids)
  }

  usage(): Usage | undefined {
    return usageOf(this.pids)
  }

  /**
   * Sends a signal to the process that listens, past the shells and scripts that started it. Where that is not known the
   * leader gets it: the command itself, if the shell runs it in its own place.
   */
  signal(signal: NodeJS.Signals): void {
    send(this.pid, signal)
  }

  /** Its exit, if it comes within so many milliseconds. */
  async ends(within: number): Promise<Exit | undefined> {
    const given = new AbortController()
    const late = sleep(within, undefined, { signal: given.signal }).catch(() => undefined)
    const exit = await Promise.race([this.exited, late])
    given.abort()
    return exit
  }

  /** Ends all of it at once, as a crash would, and waits until it is gone. */
  kill(): Promise<void> {
    return (this.#killed ??= this.#kill())
  }

  async #kill(): Promise<void> {
    // The number of a group that has ended may be another's by now.
    if (this.#exit === undefined || this.#isThere()) send(-this.group, 'SIGKILL')
    await this.exited
    // The children of the leader are ended as well, but not yet gone for certain.
    while (this.#isThere()) await sleep(2)
    // What it has written is read, unless somebody outside the group goes on holding the pipe.
    await Promise.race([this.#closed, sleep(PIPE_WITHIN)])
    this.#child.stdout?.destroy()
    this.#child.stderr?.destroy()
    this.#forget()
  }

  /** Whether anything of the group runs: what has ended and is not taken notice of does not. */
  #isThere(): boolean {
    try {
      process.kill(-this.group, 0)
      return this.pids.length > 0
    } catch {
      return false
    }
  }

  /** Asks it to end, and kills what is left of it after so many milliseconds. */
  async end(within: number): Promise<void> {
    if (this.#exit === undefined) this.signal('SIGTERM')
    await this.ends(within)
    await this.kill()
  }
}

/** A process that is gone needs no signal. */
function send(to: number, signal: NodeJS.Signals): void {
  try {
    process.kill(to, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
