import type { ProcessConfig } from '../target/config.ts'
import { isLoopback } from '../target/loopback.ts'
import type { Target } from '../target/target.ts'
import { freePort } from './free-port.ts'
import { portOf, StartFailed, startInstance, type Instance, type LaunchOptions } from './instance.ts'

/** A backend that the auditor starts and ends itself. */
export interface Controlled {
  readonly config: ProcessConfig
  /** The one at the target's address, which checks share: whoever ends it or breaks it launches one of his own. */
  readonly main: Instance
  /** Whether several can run at the same time. Where they cannot, a launched one stands in for the main one. */
  readonly several: boolean
  /** Milliseconds that it may take to end, to give up or to recover. */
  readonly patience: number
  /**
   * Starts another instance, on free ports. Disposing of it ends it.
   *
   * @throws StartFailed where it does not become ready
   */
  readonly launch: (options?: LaunchOptions) => Promise<Instance>
  /** Ends the main one and starts it again, with other settings. @throws StartFailed */
  readonly restart: (options?: LaunchOptions) => Promise<void>
}

const PATIENCE = 10_000

/**
 * Starts a target and waits until it is ready. Disposing of what it gives ends all that it has started; should this
 * process be killed, that happens without it.
 *
 * @param address at which the main instance is to listen
 * @param signal gives the start up
 * @throws StartFailed
 */
export async function control(
  address: string,
  config: ProcessConfig,
  signal?: AbortSignal,
): Promise<Controlled & AsyncDisposable> {
  const url = new URL(address)
  if (process.platform === 'win32')
    throw new StartFailed('Processes can be controlled on POSIX systems only.')
  if (!isLoopback(url.hostname))
    throw new StartFailed(`What the auditor starts listens on this machine; ${url.host} is another.`)
  const startMain = (options?: LaunchOptions) => startInstance(url, portOf(url), config, options)
  const several = config.portVariable !== undefined || config.start.includes('{{port}}')

  let main = await startMain({ signal })
  let ended = false
  /** Whose turn it is to stand in for the main one. */
  let turn = Promise.resolve()
  const launched = new Set<Instance>()

  const launchBeside = async (options?: LaunchOptions) => {
    const instance = await startInstance(url, await freePort(), config, options, () => {
      launched.delete(instance)
    })
    launched.add(instance)
    return instance
  }
  const launchInstead = async (options?: LaunchOptions) => {
    const before = turn
    const { promise, resolve } = Promise.withResolvers<void>()
    turn = promise
    await before
    await main[Symbol.asyncDispose]()
    const back = async () => {
      try {
        if (!ended) main = await startMain()
      } finally {
        resolve()
      }
    }
    try {
      const instance = await startInstance(url, portOf(url), config, options, async () => {
        launched.delete(instance)
        await back()
      })
      launched.add(instance)
      return instance
    } catch (error) {
      await back()
      throw error
    }
  }
  return {
    config,
    several,
    patience: config.patience ?? PATIENCE,
    get main() {
      return main
    },
    launch: several ? launchBeside : launchInstead,
    async restart(options) {
      await main[Symbol.asyncDispose]()
      main = await startMain(options)
    },
    async [Symbol.asyncDispose]() {
      ended = true
      await Promise.all([...launched].map((instance) => instance[Symbol.asyncDispose]()))
      await main[Symbol.asyncDispose]()
    },
  }
}

/** What is known of a target, and that its process is ours. */
export function withProcess(target: Target, controlled: Controlled | undefined): Target {
  if (controlled === undefined) return { ...target, process: controlled }
  const known = [...target.known, 'It was started by the auditor, which may end it.']
  return { ...target, process: controlled, known }
}
