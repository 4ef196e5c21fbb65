import { constants } from 'node:os'

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/**
 * Calls `stop` on the first SIGTERM or SIGINT, and exits with what it resolves to. A second signal exits
 * at once, with 128 and the signal's number as shells have it.
 *
 * @returns how to stop listening
 */
export function onSignals(stop: (signal: string) => Promise<number>): () => void {
  let stopping = false
  const listener = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(128 + (constants.signals[signal] ?? 0))
    stopping = true
    void stop(signal).then(
      (code) => process.exit(code),
      () => process.exit(1),
    )
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}
