import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { TRACE_CONTEXT, traceId, traceparent } from './trace-parent.ts'

export const traceInvalid = check({
  id: 'context/trace-invalid',
  claim: 'A traceparent that is not valid is ignored, without an error.',
  severity: 'should',
  source: TRACE_CONTEXT,
  mend: {
    general: 'Parse traceparent; where that fails, begin a new trace. No client is refused for it.',
    stacks: { Node: '@opentelemetry/core W3CTraceContextPropagator ignores what is not valid.' },
  },
  async run({ send, target, random }) {
    const path = target.pages[0]?.path ?? target.missing()
    const as = target.pages[0]?.as
    const usual = await send({ path, as })
    if (usual.answer.status >= 500) return inconclusive(`${path} is ${statusLine(usual.answer)} by now.`)
    for (const value of invalid(traceId(random.between))) {
      const exchange = await send({ path, as, headers: { traceparent: value, tracestate: '=,=;,a' } })
      const { answer } = exchange
      // Whoever allows fewer or smaller fields may say so.
      if (answer.status === usual.answer.status || answer.status === 431 || answer.status === 503) continue
      return failed(
        `With "traceparent: ${value.slice(0, 80)}" it answered ${statusLine(answer)}, without ${statusLine(usual.answer)}.`,
        exchange,
        STATUS,
      )
    }
    return passed()
  },
  flaw: flawed((request, response, pass) => {
    const given = request.headers['traceparent']
    if (given === undefined || /^00-[0-9a-f]{32}-[0-9a-f]{16}-/.test(String(given))) return pass()
    response.writeHead(500).end()
  }),
})

function invalid(trace: string): string[] {
  return [
    traceparent('0'.repeat(32)),
    traceparent(trace.toUpperCase()),
    `ff${traceparent(trace).slice(2)}`,
    traceparent(trace, '0'.repeat(16)),
    traceparent(trace).slice(0, 20),
    `${traceparent(trace)}-more`,
    '0'.repeat(2000),
  ]
}
