import type { Inspection } from '../run/inspection.ts'
import { need } from '../verdict.ts'
import { Unreachable } from '../wire/connection.ts'
import type { Controlled } from './controlled.ts'
import type { Instance, LaunchOptions } from './instance.ts'
import type { Running } from './running.ts'
import type { TcpProxy } from './tcp-proxy.ts'

/** An instance of a check's own, and what to ask it with. It is ended with the check. */
export interface Launched extends Pick<Inspection, 'send' | 'connect'>, AsyncDisposable {
  readonly controlled: Controlled
  readonly instance: Instance
  /** The process that runs now. */
  readonly running: Running
  /** Milliseconds that it may take to end, to give up or to recover. */
  readonly patience: number
}

/** @throws StartFailed */
export async function launch({ target, at }: Inspection, options?: LaunchOptions): Promise<Launched> {
  const controlled = need(
    target.process,
    'It needs to start the target itself; give its command with --start.',
  )
  const instance = await controlled.launch(options)
  return {
    ...at(instance.origin),
    controlled,
    instance,
    patience: controlled.patience,
    get running() {
      return instance.running
    },
    [Symbol.asyncDispose]: () => instance[Symbol.asyncDispose](),
  }
}

/** @throws CannotTell where the address of the database is not known */
export function databaseOf({ instance }: Launched): TcpProxy {
  return need(
    instance.database,
    'It needs to stand between the target and its database; name the variable with the address of that under "databaseVariable".',
  )
}

/** Whether it takes new connections. */
export async function isOpen({ connect }: Launched): Promise<boolean> {
  try {
    const connection = await connect()
    connection.destroy()
    return true
  } catch (error) {
    if (error instanceof Unreachable) return false
    throw error
  }
}
