import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import bearerAuth from '@fastify/bearer-auth'
import cors from '@fastify/cors'
import etag, { fnv1a } from '@fastify/etag'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { LogController, type FastifyReply, type FastifyRequest } from 'fastify'
import metrics from 'fastify-metrics'
import type { StartContestant } from '../../runner/question.ts'
import { BUCKETS_IN_SECONDS, ORIGINS, TOKEN, quote, type Order } from '../../work/order.ts'
import { OrderSchema, QuoteSchema } from '../../work/order-schema.ts'
import { TraceRing } from '../../work/trace-ring.ts'

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

const startFastify: StartContestant = async ({ rateLimit: max }) => {
  const ring = new TraceRing()
  const app = fastify({
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
  })
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
  await app.register(helmet)
  await app.register(cors, { origin: ORIGINS })
  await app.register(rateLimit, { max, timeWindow: '1 minute' })
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
  await app.register(async (secured) => {
    await secured.register(bearerAuth, { keys: new Set([TOKEN]) })
    secured.post<{ Body: Order }>(
      '/quotes',
      { schema: { body: OrderSchema, response: { 200: QuoteSchema } } },
      (request, reply) => {
        reply.send(quote(request.body))
      },
    )
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    port: (app.server.address() as AddressInfo).port,
    metrics: () => app.metrics.client.register.metrics(),
    traces: () => ring.ids(),
  }
}

export default startFastify
