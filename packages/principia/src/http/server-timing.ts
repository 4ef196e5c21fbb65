import type { TraceRecord } from '../context/index.ts'

/**
 * Where the time went until now, for the network panel of a browser: the `Server-Timing` of W3C's
 * specification of that name. The stages are those of the request's record, in milliseconds.
 *
 * It tells whoever may see it how long each check took, and so whether, say, a user exists.
 */
export function serverTiming({ stages, queries, start }: TraceRecord): string {
  const metrics: string[] = []
  let from = 0
  for (let index = 0; index + 1 < stages.length; index += 2) {
    const until = Number(stages[index + 1])
    metrics.push(metric(String(stages[index]).replaceAll(/[^\w-]+/g, '-'), until - from))
    from = until
  }
  if (queries !== undefined) {
    const duration = queries.reduce((sum, query) => sum + query.duration, 0)
    metrics.push(`${metric('db', duration)};desc="statements: ${queries.length}"`)
  }
  metrics.push(metric('total', performance.now() - start))
  return metrics.join(', ')
}

function metric(name: string, milliseconds: number): string {
  return `${name};dur=${Math.round(milliseconds * 100) / 100}`
}
