import type { Mend } from '../../check.ts'
import { text } from '../../source.ts'

export const EXPOSITION = text(
  'Prometheus, Exposition formats',
  'https://prometheus.io/docs/instrumenting/exposition_formats/',
)

export const mendMetrics: Mend = {
  general:
    'Let the client library of Prometheus or OpenTelemetry write them, and label requests with the pattern of their route.',
  stacks: {
    Node: "prom-client: res.type(register.contentType).send(await register.metrics()); label with req.route?.path ?? 'unmatched'",
    'Spring Boot':
      'micrometer-registry-prometheus; uri is the pattern already, and UNKNOWN or NOT_FOUND otherwise',
    FastAPI: "request.scope['route'].path, and a fixed word where there is none",
    'Go net/http': 'r.Pattern (Go 1.23), not r.URL.Path',
  },
}
