import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { askMetrics } from './ask-metrics.ts'
import { EXPOSITION, mendMetrics } from './mend-metrics.ts'

export const metricsFormat = check({
  id: 'observability/metrics-format',
  claim: 'Its metrics can be read: names, labels, values and types are well formed.',
  severity: 'should',
  source: EXPOSITION,
  mend: mendMetrics,
  async run(inspection) {
    const { address, exchange, metrics } = await askMetrics(inspection)
    if (metrics.samples.length === 0 && metrics.faults.length === 0)
      return inconclusive(`${address} is empty.`)
    const [first] = metrics.faults
    if (first === undefined) return passed(`${metrics.samples.length} values.`)
    const line = /^"(.*)" [a-z]/.exec(first)?.[1] ?? ''
    return failed(
      `${address}: the line ${first}.${metrics.faults.length > 1 ? ` (${metrics.faults.length} such lines, at least.)` : ''}`,
      exchange,
      markIn(exchange, 'received', line),
    )
  },
  flaw: tampered((answer, request) => {
    if (request.url === '/metrics')
      answer.body = Buffer.from(answer.body.toString().replaceAll('method=', 'http-method='))
  }),
})
