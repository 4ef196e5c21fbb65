import { forkApp, type AppProcess } from './process.ts'

export interface SessionOptions {
  readonly file: string
  /** Told, in one line each, what happens to the app. */
  readonly tell: (line: string) => void
  /** Called whenever the app has started. */
  readonly started: (facts: { readonly usesDatabase: boolean }) => void
}

/** The app as `principia dev` keeps it running: at most one process serves at any time. */
export interface Session {
  /** Replaces the running app by one from the files as they are now. */
  restart(why: string): void
  /** Ends it in good order. Resolves to its exit code, which is 0 when nothing ran. */
  quit(): Promise<number>
  /** Ends it at once. */
  kill(): void
}

export function createSession({ file, tell, started }: SessionOptions): Session {
  let spare: AppProcess | undefined
  let leaving: Promise<unknown> = Promise.resolve()
  let announced = false
  let quitting = false
  let down = false

  const watchOver = async (running: AppProcess) => {
    const how = await running.ended
    if (running === spare) spare = undefined
    if (running !== current || quitting) return
    down = true
    tell(`the app ended (${typeof how === 'number' ? `exit code ${how}` : how}); waiting for a change`)
  }

  const launch = () => {
    const launched = forkApp()
    void watchOver(launched)
    return launched
  }

  const bring = async (next: AppProcess, why: string | undefined) => {
    const began = performance.now()
    next.load(file)
    const loaded = await next.loaded
    await leaving
    // A later change has taken over, or it ended.
    if (!loaded || next !== current || quitting) return
    next.start(!announced)
    const facts = await next.started
    if (facts === undefined) return
    announced = true
    if (why !== undefined) tell(`restarted in ${Math.round(performance.now() - began)} ms: ${why}`)
    started(facts)
  }

  /** Most of a start's time goes into loading the framework: that is done before the next change. */
  const prepareSpare = () => {
    if (quitting || spare !== undefined) return
    spare = launch()
  }

  let current = launch()
  void bring(current, undefined).then(prepareSpare)
  return {
    restart(why) {
      if (quitting) return
      leaving = Promise.all([leaving, current.stop(true)])
      current = spare ?? launch()
      spare = undefined
      down = false
      void bring(current, why).then(prepareSpare)
    },
    async quit() {
      quitting = true
      spare?.kill()
      const [code] = await Promise.all([down ? 0 : current.stop(false), leaving])
      return code
    },
    kill() {
      spare?.kill()
      current.kill()
    },
  }
}
