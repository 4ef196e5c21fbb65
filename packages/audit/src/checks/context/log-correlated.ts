import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import { listen, SAYS_NOTHING, shorten } from '../observability/said.ts'

/** Header fields that have the id of a request, by their usual names. */
const FIELDS = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'correlation-id',
  'x-trace-id',
  'x-amzn-trace-id',
]

export const logCorrelated = check({
  id: 'context/log-correlated',
  claim: 'The lines about a request in the log carry the id that its answer carries.',
  severity: 'should',
  source: text(
    'OpenTelemetry: log correlation',
    'https://opentelemetry.io/docs/specs/otel/logs/#log-correlation',
  ),
  mend: {
    general:
      'Keep the id of the request where the logger finds it (AsyncLocalStorage, contextvars, MDC, context.Context), and write it into each line.',
    stacks: {
      Fastify: "Fastify({ logger: true, requestIdHeader: 'x-request-id' }), and log with request.log",
      'Spring Boot': "MDC.put('requestId', id) in a filter, and %X{requestId} in the pattern",
      Rails: 'config.log_tags = [:request_id]',
      'ASP.NET Core': 'logger.BeginScope(new { RequestId = context.TraceIdentifier })',
    },
  },
  needs: ['process'],
  within: 60_000,
  run(inspection) {
    const marker = inspection.random.word(16)
    const request = { path: `${inspection.target.base}/${marker}` }
    return listen(inspection, [request], ({ lines, exchanges }) => {
      const [exchange] = exchanges
      const id = exchange && idOf(exchange.answer)
      if (exchange === undefined || id === undefined)
        return inconclusive('Its answers carry no id of the request; see context/request-id.')
      const first = lines.find((line) => line.text.includes(marker))
      if (lines.some((line) => line.text.includes(id))) return passed()
      if (first === undefined) return inconclusive(SAYS_NOTHING)
      return failed(
        `The answer carries the id ${id}, and the line about the request does not: "${shorten(first)}"`,
        exchange,
        id,
      )
    })
  },
  flaw: program('serve({ log: ({ requestId, ...event }) => console.log(JSON.stringify(event)) })'),
  sound: soundProgram,
})

function idOf({ headers }: Answer): string | undefined {
  return FIELDS.map((name) => headers.get(name)).find((value) => value !== undefined && value !== '')
}
