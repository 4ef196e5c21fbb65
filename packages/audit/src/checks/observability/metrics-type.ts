import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { failed, markIn, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { askMetrics } from './ask-metrics.ts'
import { EXPOSITION, mendMetrics } from './mend-metrics.ts'

export const metricsType = check({
  id: 'observability/metrics-type',
  claim: 'Its metrics say of which format they are.',
  severity: 'should',
  source: EXPOSITION,
  mend: {
    ...mendMetrics,
    general:
      'Send Content-Type: text/plain; version=0.0.4; charset=utf-8, or that of OpenMetrics. Prometheus 3 does not read metrics of another type.',
  },
  async run(inspection) {
    const { address, exchange } = await askMetrics(inspection)
    const type = exchange.answer.headers.get('content-type')
    if (type !== undefined && KNOWN.test(type)) return passed()
    return failed(
      `${address} has ${type === undefined ? 'no Content-Type' : `"Content-Type: ${type.slice(0, 80)}"`}; text/plain; version=0.0.4 was expected.`,
      exchange,
      markIn(exchange, 'received', /^content-type:.*/im) ?? markIn(exchange, 'received', STATUS),
    )
  },
  flaw: tampered((answer, request) => {
    if (request.url === '/metrics') answer.headers['content-type'] = 'application/json'
  }),
})

const KNOWN = /^(?:text\/plain|application\/openmetrics-text|application\/vnd\.google\.protobuf)\s*(?:;|$)/i
