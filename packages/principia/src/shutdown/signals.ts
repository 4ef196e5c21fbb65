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
  const orphanage =
    process.env.npm_lifecycle_event === undefined ? undefined : watchParent(() => listener('SIGTERM'))
  return () => {
    clearInterval(orphanage)
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}

/**
 * npm runs scripts through a shell, which dies of a SIGTERM without passing it on. A process that npm has
 * started takes the end of its parent for the signal.
 */
function watchParent(orphaned: () => void): NodeJS.Timeout {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    orphaned()
  }, 200).unref()
  return timer
}
