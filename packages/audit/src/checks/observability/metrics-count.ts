import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { askMetrics } from './ask-metrics.ts'
import { mendMetrics } from './mend-metrics.ts'
import type { Metrics } from './metrics-text.ts'

const REQUESTS = 10

export const metricsCount = check({
  id: 'observability/metrics-count',
  claim: 'Its metrics count each request.',
  severity: 'should',
  source: text(
    'OpenTelemetry, Semantic conventions for HTTP metrics',
    'https://opentelemetry.io/docs/specs/semconv/http/http-metrics/',
  ),
  mend: {
    ...mendMetrics,
    general:
      'Count requests and their durations where all pass, also those that match no route: a histogram http_request_duration_seconds gives rate, errors and latency at once.',
  },
  async run(inspection) {
    const { send, target } = inspection
    const before = totals((await askMetrics(inspection)).metrics)
    if (before.size === 0) return inconclusive('None of its metrics is named like a count of requests.')
    const { path, as } = target.pages[0] ?? { path: target.missing(), as: undefined }
    for (let request = 0; request < REQUESTS; request++) await send({ path, as })
    const { address, exchange, metrics } = await askMetrics(inspection)
    const grown = Math.max(...[...totals(metrics)].map(([name, total]) => total - (before.get(name) ?? 0)))
    if (grown >= REQUESTS) return passed()
    if (grown > 0)
      return inconclusive(
        `Of ${REQUESTS} requests ${grown} were counted; do several processes share the address?`,
      )
    return failed(`${REQUESTS} requests were answered, and no count of ${address} grew.`, exchange)
  },
  flaw: frozen(),
})

/** The sum over all series of each metric that counts requests, by name. */
function totals({ samples, types }: Metrics): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { name, value } of samples) {
    const family = name.replace(/_(?:count|total)$/, '')
    const counts = types.get(name) === 'counter' || types.get(family) === 'counter' || name.endsWith('_count')
    if (counts && /request|http/i.test(name)) sums.set(name, (sums.get(name) ?? 0) + value)
  }
  return sums
}

/** The sound server whose metrics stay what they were at first. */
function frozen() {
  let first: Buffer | undefined
  return tampered((answer, request) => {
    if (request.url !== '/metrics' || request.method !== 'GET') return
    first ??= answer.body
    answer.body = first
  })
}
