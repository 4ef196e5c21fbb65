import { check } from '../../check.ts'
import { callingProgram, soundCaller } from '../../flaws/program/program.ts'
import { launchCalling } from '../../process/calling.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { TRACE_CONTEXT, traceId, traceparent } from './trace-parent.ts'

const PARENT = 'b7ad6b7169203331'

export const traceOutgoing = check({
  id: 'context/trace-outgoing',
  claim: 'Outgoing calls carry the trace, with a parent id of their own.',
  // Nobody has to take part in traces, and at a border of trust they may end.
  severity: 'may',
  source: TRACE_CONTEXT,
  mend: {
    general:
      'Make all calls to other services through one function that sends traceparent: the trace id of the request, and a new parent id.',
    stacks: {
      Node: 'Register @opentelemetry/instrumentation-undici and -http before the server is loaded.',
      'Spring Boot': 'micrometer-tracing, and a RestClient.Builder or WebClient.Builder that is injected',
      'ASP.NET Core': 'HttpClient does it by itself, where an Activity is under way.',
      'Go net/http': 'http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)}',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection)
    const { launched, upstream, request } = calling
    const trace = traceId(inspection.random.between)
    const before = upstream.calls.length
    const exchange = await launched.send({ ...request, headers: { traceparent: traceparent(trace, PARENT) } })
    const call = upstream.calls.at(before)
    if (call === undefined) return inconclusive('The request was answered without the service.')
    const told = call.headers.get('traceparent')
    const mark = markIn(exchange, 'sent', /^traceparent:.*/im)
    const where = `${call.method} ${call.path.slice(0, 100)} to the service`
    if (told === undefined)
      return failed(`${where} has no traceparent, and the request had one.`, exchange, mark)
    const [, id, parent] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(told) ?? []
    if (id !== trace)
      return failed(
        `${where} has the traceparent "${told.slice(0, 100)}", which is of another trace than the request's ${trace}.`,
        exchange,
        mark,
      )
    // W3C Trace Context section 3.4: whoever takes no part in a trace sends it on as it is.
    return passed(parent === PARENT ? 'The trace is passed on as it came.' : undefined)
  },
  flaw: callingProgram('serve({ handle: calling({ trace: () => undefined }) })'),
  sound: soundCaller,
})
