import { fork } from 'node:child_process'
import { constants } from 'node:os'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMessage, type FromApp, type ToApp } from './messages.ts'

/** A process that runs the app. */
export interface AppProcess {
  /** Resolves to whether the app's file is loaded; `false` when the process ended instead. */
  readonly loaded: Promise<boolean>
  /** Resolves to what it said when the app listened; `undefined` when the process ended instead. */
  readonly started: Promise<Extract<FromApp, { kind: 'started' }> | undefined>
  /** Resolves to the exit code, or to the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  load(file: string): void
  /** Lets a loaded app start. */
  start(announce: boolean): void
  /** Ends it in good order, or at once when nothing of the app was started. Resolves to its exit code. */
  stop(hurry: boolean): Promise<number>
  kill(): void
}

/** In TypeScript from the sources, in JavaScript where it is installed. */
const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url)).replace(
  /\.ts$/,
  extname(import.meta.filename),
)

/** Milliseconds after which a process that was told to hurry is taken to hang. */
const HANGS_AFTER = 800

/** A process in which an app can be run, with the flags of this one, such as `--conditions`. */
export function forkApp(): AppProcess {
  const child = fork(CHILD, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? code ?? 0))
    child.on('error', () => resolve(1))
  })
  const heard = <Kind extends FromApp['kind']>(kind: Kind) =>
    new Promise<Extract<FromApp, { kind: Kind }> | undefined>((resolve) => {
      child.on('message', (message) => {
        if (isMessage(message) && message.kind === kind) resolve(message as Extract<FromApp, { kind: Kind }>)
      })
      void ended.then(() => resolve(undefined))
    })
  const say = (message: ToApp) => {
    // Who cannot be told any more is about to end.
    if (child.connected) child.send(message, () => undefined)
  }
  const kill = () => void child.kill('SIGKILL')
  let begun = false
  return {
    loaded: heard('loaded').then((message) => message !== undefined),
    started: heard('started'),
    ended,
    load: (file) => say({ kind: 'load', file }),
    start(announce) {
      begun = true
      say({ kind: 'start', announce })
    },
    async stop(hurry) {
      if (!begun) kill()
      else say({ kind: 'stop', hurry })
      const hanging = hurry ? setTimeout(kill, HANGS_AFTER) : undefined
      const how = await ended
      clearTimeout(hanging)
      return begun ? toExitCode(how) : 0
    },
    kill,
  }
}

/** As shells have it: a signal is 128 and its number. */
export function toExitCode(how: number | NodeJS.Signals): number {
  return typeof how === 'number' ? how : 128 + (constants.signals[how] ?? 0)
}
