import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import { TRACE_CONTEXT, traceId, traceparent } from './trace-parent.ts'

export const traceContinues = check({
  id: 'context/trace-continues',
  claim: "A valid traceparent is continued: the answer's trace is the caller's.",
  // The specification lets a service at a border of trust begin a trace of its own.
  severity: 'may',
  source: [
    TRACE_CONTEXT,
    text(
      'W3C Trace Context Level 2, traceresponse',
      'https://w3c.github.io/trace-context/#trace-context-http-response-headers-format',
    ),
  ],
  mend: {
    general:
      'Take the trace id of a valid traceparent for the span of the request, with a parent id of your own.',
    stacks: { Node: 'Register the HTTP instrumentation of OpenTelemetry before the server is loaded.' },
  },
  async run({ send, target, random }) {
    const path = target.pages[0]?.path ?? target.missing()
    const as = target.pages[0]?.as
    const trace = traceId(random.between)
    const exchange = await send({ path, as, headers: { traceparent: traceparent(trace) } })
    const shown = traceOf(exchange.answer)
    if (shown === undefined)
      return inconclusive('Its answers show no trace (traceresponse); its logs would tell.')
    if (shown === trace) return passed()
    return failed(
      `The answer is of the trace ${shown}, and the request was of ${trace}.`,
      exchange,
      markIn(exchange, 'received', shown),
    )
  },
  flaw: showing(() => 'c'.repeat(32)),
  sound: showing((given) => given),
})

/** The trace that an answer says that it belongs to. */
function traceOf({ headers }: Answer): string | undefined {
  const told =
    headers.get('traceresponse') ??
    headers.get('traceparent') ??
    /traceparent;desc="([^"]+)"/.exec(headers.get('server-timing') ?? '')?.[1]
  return /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(told ?? '')?.[1]
}

/** The sound server, showing what it made of the caller's trace. */
function showing(ofTrace: (given: string) => string) {
  return flawed((request, response, pass) => {
    const given = String(request.headers['traceparent'] ?? '').slice(3, 35)
    response.setHeader('traceresponse', `00-${ofTrace(given)}-b7ad6b7169203331-01`)
    pass()
  })
}
