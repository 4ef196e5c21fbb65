import { lstat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { portOf } from '../../process/instance.ts'
import type { Controlled } from '../../process/controlled.ts'
import { isOpen, launch } from '../../process/launch.ts'
import type { Line } from '../../process/lines.ts'
import type { Exit } from '../../process/running.ts'
import type { Variables } from '../../process/settings.ts'
import type { Inspection } from '../../run/inspection.ts'
import { CannotTell } from '../../verdict.ts'
import type { ProcessConfig } from '../../target/config.ts'
import type { Target } from '../../target/target.ts'

/** What a target did that was started with settings that are wrong. */
export interface Refusal {
  /** What was wrong: variables, and values that they must not have; `undefined` where one was missing. */
  readonly env: Variables
  /** As a sentence has it: `with PORT=no-port`, `without SECRET`. */
  readonly how: string
  /** `undefined` where it went on. */
  readonly exit: Exit | undefined
  /** Ports that it listened at in the end. */
  readonly ports: readonly number[]
  readonly lines: readonly Line[]
}

/** What no port is. */
const NO_PORT = 'no-port'
/** Milliseconds for a start, between two looks, and from listening to a late end. */
const WITHIN = 15_000
const LOOK = 50
const AFTERWARDS = 1000

/** Variables that it must not start without, each alone. */
export function missing({ process }: Target): Variables[] {
  return (process?.config.required ?? []).map((name) => ({ [name]: undefined }))
}

/** Variables with values that it must not start with, each alone. */
export function wrong({ process }: Target): Variables[] {
  const { wrong: values = {}, portVariable } = process?.config ?? {}
  const given = Object.entries(values).map(([name, value]) => ({ [name]: value }))
  return portVariable === undefined ? given : [...given, { [portVariable]: NO_PORT }]
}

export function mistaken(target: Target): Variables[] {
  return [...wrong(target), ...missing(target)]
}

/** By what they were started with. */
const known = new WeakMap<Controlled, Map<string, Promise<Refusal>>>()

/**
 * Starts an instance with each of several settings that are wrong, at the same time where that can be. What has been tried
 * once is not tried again.
 *
 * @throws CannotTell where one neither ends nor listens
 */
export function startWithEach(inspection: Inspection, settings: readonly Variables[]): Promise<Refusal[]> {
  const { process } = inspection.target
  if (process === undefined) return Promise.resolve([])
  const tried = known.get(process) ?? new Map<string, Promise<Refusal>>()
  known.set(process, tried)
  return Promise.all(
    settings.map((env) => {
      const key = JSON.stringify(Object.entries(env))
      const refusal = tried.get(key) ?? startWith(inspection, env)
      tried.set(key, refusal)
      return refusal
    }),
  )
}

async function startWith(inspection: Inspection, env: Variables): Promise<Refusal> {
  await using launched = await launch(inspection, { env, untilReady: false })
  const { running, controlled } = launched
  const until = performance.now() + WITHIN
  let ports: readonly number[] = []
  while (running.exit === undefined && ports.length === 0 && performance.now() < until) {
    await running.ends(LOOK)
    ports =
      running.ports.length > 0 || !(await isOpen(launched))
        ? running.ports
        : [portOf(launched.instance.origin)]
  }
  // Some listen first and look at their settings then.
  const exit = await running.ends(running.exit === undefined ? AFTERWARDS : 0)
  await running.kill()
  await removeSocket(controlled.config, env)
  const how = Object.entries(env)
    .map(([name, value]) => (value === undefined ? `without ${name}` : `with ${name}=${value}`))
    .join(' and ')
  if (exit === undefined && ports.length === 0)
    throw new CannotTell(`Started ${how} it neither ended nor listened within ${WITHIN / 1000} s.`)
  return { env, how, exit, ports, lines: running.lines.all }
}

/** Servers of Node take what is no port for the name of a socket, and leave a file of that name. */
async function removeSocket({ cwd = process.cwd() }: ProcessConfig, env: Variables): Promise<void> {
  if (!Object.values(env).includes(NO_PORT)) return
  const file = join(cwd, NO_PORT)
  const found = await lstat(file).catch(() => undefined)
  if (found?.isSocket() === true) await unlink(file)
}

/** Whether a line names a variable: `PORT`, or `server.port` for `SERVER_PORT`. */
export function names(lines: readonly Line[], variable: string): boolean {
  const words = variable.split('_').map((word) => RegExp.escape(word))
  const spelt = new RegExp(`(?<![a-z0-9])${words.join('[_.\\- ]?')}(?![a-z0-9])`, 'i')
  return lines.some(({ text }) => spelt.test(text))
}

/** The last line that says something, in short. */
export function lastWords(lines: readonly Line[]): string {
  const last = lines.findLast(({ text }) => text.trim() !== '')
  return last === undefined ? 'It wrote nothing.' : `It wrote: "${last.text.trim().slice(0, 200)}"`
}
