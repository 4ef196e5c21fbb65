import type { Scope } from '../context/index.ts'

/**
 * How long a statement may run before the end of its request is watched for. A scope makes its
 * signal when it is first asked for it, so the usual query, which answers sooner, never pays for one.
 */
const GRACE = 5

/**
 * Calls `act` once, when the scope's signal aborts, unless the returned function was called before.
 * It leaves no listener and no timer behind.
 */
export function watchAbort(scope: Scope, act: () => void): () => void {
  let listening: AbortSignal | undefined
  const timer = setTimeout(() => {
    if (scope.signal.aborted) return act()
    listening = scope.signal
    listening.addEventListener('abort', act, { once: true })
  }, GRACE)
  return () => {
    clearTimeout(timer)
    listening?.removeEventListener('abort', act)
  }
}

/** Throws the signal's reason when the request is known to be over, without making a signal to find out. */
export function throwIfOver(scope: Scope): void {
  if (scope.trace.aborted || scope.deadline < Date.now()) scope.signal.throwIfAborted()
}
