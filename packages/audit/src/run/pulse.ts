import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a target is still there, judged by what becomes of the requests to it. */
export interface Pulse {
  /** A request was answered. */
  readonly beat: () => void
  /** A request was not answered, or no connection came about. */
  readonly miss: () => void
  /** Asks it, where several requests in a row were not answered. Nobody may ask while it is gone on purpose. */
  readonly isThere: () => Promise<boolean>
}

/** Requests in a row without an answer before it is asked. */
const MISSES = 3
/** Milliseconds in which something that was started again has to be back, and between two attempts. */
const PATIENCE = 10_000
const PAUSE = 250

/** @param ask asks for anything, with its milliseconds to answer; throws where no answer comes */
export function createPulse(ask: (within: number) => Promise<unknown>, patience = PATIENCE): Pulse {
  let misses = 0
  let asked: Promise<boolean> | undefined
  const isAnswered = async () => {
    const until = performance.now() + patience
    for (let left = patience; left > 0; left = until - performance.now()) {
      try {
        await ask(left)
        misses = 0
        return true
      } catch {
        await sleep(PAUSE)
      }
    }
    return false
  }
  return {
    beat: () => (misses = 0),
    miss: () => misses++,
    async isThere() {
      if (misses < MISSES) return true
      // All who wonder at the same time wait for one answer.
      asked ??= isAnswered().finally(() => (asked = undefined))
      return asked
    },
  }
}
