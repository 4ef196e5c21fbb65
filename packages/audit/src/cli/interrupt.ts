/** A signal that fires on the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function onInterrupt(): { readonly signal: AbortSignal } & Disposable {
  const interrupted = new AbortController()
  const stop = (name: NodeJS.Signals) => {
    if (interrupted.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143)
    interrupted.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return {
    signal: interrupted.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', stop).off('SIGTERM', stop)
    },
  }
}
