import type { Mend } from '../../check.ts'
import type { Answer } from '../../wire/answer.ts'

/** Fields that carry an id of the request, by what they are called in the field. The standard one comes last. */
const NAMES = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'correlation-id',
  'x-trace-id',
  'x-amzn-requestid',
  'x-amzn-trace-id',
  'cf-ray',
  'x-ms-request-id',
  'x-b3-traceid',
  'traceresponse',
  'traceparent',
]

export interface RequestId {
  /** In lower case. */
  readonly name: string
  readonly value: string
}

/** The id that an answer carries. */
export function idOf({ headers }: Answer): RequestId | undefined {
  for (const name of NAMES) {
    const value = headers.get(name)
    if (value !== undefined && value !== '') return { name, value }
  }
  return undefined
}

export const mendId: Mend = {
  general:
    'Give each request a random id where it enters, before anything can refuse it; send it with every answer and write it into every log line.',
  stacks: {
    Express:
      "app.use((req, res, next) => { res.set('X-Request-Id', crypto.randomUUID()); next() }) as the first middleware",
    Fastify:
      "Fastify({ genReqId: () => crypto.randomUUID() }) and an onRequest hook: reply.header('x-request-id', request.id)",
    Rails: 'ActionDispatch::RequestId is there by default and sends X-Request-Id.',
    nginx: 'add_header X-Request-Id $request_id always;',
    'ASP.NET Core':
      'context.Response.Headers["X-Request-Id"] = context.TraceIdentifier in the first middleware',
  },
}
