import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import etag, { fnv1a } from '@fastify/etag'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import metrics from 'fastify-metrics'
import { BUCKETS_IN_SECONDS, ORIGINS } from './order.ts'
import type { TraceRing } from './trace-ring.ts'

// Fastify logs twice per request: as it comes and as it is answered. A `LogController` is the documented
// way to have one line, which is cheaper.
class OneLine extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    _error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    request.log.info(
      { method: request.method, path: request.url, status: reply.statusCode, duration: reply.elapsedTime },
      'request',
    )
  }
}

export const fastifyOptions: FastifyServerOptions = {
  logger: true,
  logController: new OneLine(),
  // The default counts from one in every process; in production an id should be unique.
  genReqId: () => randomUUID(),
  // By default unknown fields are dropped and types coerced; here both are refused, as by the others.
  ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  // The default message does not name an unknown field.
  schemaErrorFormatter: (errors, part) =>
    new Error(
      errors
        .map((one) => `${part}${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`)
        .join(', '),
    ),
}

/** All that production needs, but for the check of the token and of the body. */
export async function registerParts(
  app: FastifyInstance,
  ring: TraceRing,
  { max, refusal }: { max: number; refusal?: () => object },
): Promise<void> {
  // Its README advises @platformatic/prom-client for speed and takes it where it is installed. Of what it
  // measures by default only the histogram is left on.
  await app.register(metrics.default, {
    endpoint: null,
    defaultMetrics: { enabled: false },
    routeMetrics: {
      enabled: { histogram: true, summary: false },
      overrides: { histogram: { name: 'http_request_duration_seconds', buckets: BUCKETS_IN_SECONDS } },
    },
  })
  // Over plain http there is no Strict-Transport-Security (RFC 6797 section 7.2).
  await app.register(helmet, { strictTransportSecurity: false })
  await app.register(cors, { origin: ORIGINS })
  await app.register(rateLimit, {
    max,
    timeWindow: '1 minute',
    ...(refusal && { errorResponseBuilder: refusal }),
  })
  // Its README advises fnv1a for payloads below 2 KB.
  await app.register(etag, { hashFn: fnv1a })
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const duration = reply.elapsedTime
    ring.add({
      requestId: request.id,
      startedAt: Date.now() - duration,
      method: request.method,
      path: request.url,
      route: request.routeOptions.url ?? '',
      status: reply.statusCode,
      duration,
    })
    done()
  })
}
