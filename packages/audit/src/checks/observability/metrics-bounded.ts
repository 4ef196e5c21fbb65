import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { owaspApi, text } from '../../source.ts'
import { failed, markIn, need, passed } from '../../verdict.ts'
import { askMetrics, NO_METRICS } from './ask-metrics.ts'
import { mendMetrics } from './mend-metrics.ts'

export const metricsBounded = check({
  id: 'observability/metrics-bounded',
  claim: 'No label of its metrics has values that clients choose.',
  severity: 'should',
  source: [
    text(
      'Prometheus, Metric and label naming: labels',
      'https://prometheus.io/docs/practices/naming/#labels',
    ),
    owaspApi('API4', 'Unrestricted Resource Consumption'),
  ],
  mend: {
    ...mendMetrics,
    general:
      'Label with the pattern of the route, and with one fixed word for all that match none; the same for methods and hosts. Each new value is a series that is kept in memory: a stranger who asks for a million addresses makes a million.',
  },
  async run(inspection) {
    const { send, target, random } = inspection
    need(target.health.metrics, NO_METRICS)
    const word = `aud${random.word(12)}`
    const page = target.pages[0]?.path.replace(/\?.*/s, '') ?? `${target.base}/`
    await send({ path: `${target.base}/${word}` })
    await send({ path: `${page}?${word}=${word}` })
    await send({ path: `${target.base}/`, headers: { 'User-Agent': word } })
    await send({ path: `${target.base}/`, headers: { Host: `${word}.example` } })
    const { address, exchange } = await askMetrics(inspection)
    if (!exchange.answer.body.includes(word)) return passed()
    const line =
      exchange.answer.body
        .toString()
        .split('\n')
        .find((each) => each.includes(word)) ?? word
    return failed(
      `${address} has a series for what a client made up: ${line.slice(0, 200)}`,
      exchange,
      markIn(exchange, 'received', line),
    )
  },
  flaw: countingPaths(),
})

/** The sound server, with a counter that is labelled with paths. */
function countingPaths() {
  const counts = new Map<string, number>()
  return flawed((request, response, pass) => {
    const path = request.url ?? '/'
    counts.set(path, (counts.get(path) ?? 0) + 1)
    if (path !== '/metrics') return pass()
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    const lines = [...counts].map(([each, count]) => `http_requests_total{path="${each}"} ${count}\n`)
    response.end(`# TYPE http_requests_total counter\n${lines.join('')}`)
  })
}
