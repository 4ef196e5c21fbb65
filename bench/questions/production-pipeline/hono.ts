import { hash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import { createAdaptorServer } from '@hono/node-server'
import { Histogram, Registry } from '@platformatic/prom-client'
import { Ajv } from 'ajv'
import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { requestId, type RequestIdVariables } from 'hono/request-id'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { validator } from 'hono/validator'
import { rateLimiter } from 'hono-rate-limiter'
import { pino } from 'pino'
import type { StartContestant } from '../../runner/question.ts'
import { BUCKETS_IN_SECONDS, ORIGINS, TOKEN, quote, type Order } from '../../work/order.ts'
import { OrderSchema } from '../../work/order-schema.ts'
import { TraceRing } from '../../work/trace-ring.ts'

const isOrder = new Ajv().compile<Order>(OrderSchema)

const startHono: StartContestant = async ({ rateLimit: limit }) => {
  const ring = new TraceRing()
  const log = pino()
  const registry = new Registry()
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from arrival to answer.',
    labelNames: ['method', 'route', 'status_code'],
    buckets: BUCKETS_IN_SECONDS,
    registers: [registry],
  })
  const app = new Hono<{ Variables: RequestIdVariables }>()
  app.use(requestId())
  // Hono's own logger writes text for people; for structured lines a hook with pino, as plain as can be, which also
  // keeps the trace record, and the histogram: @hono/prometheus cannot be given another client than prom-client.
  app.use(async (c, next) => {
    const startedAt = Date.now()
    const start = performance.now()
    await next()
    const duration = performance.now() - start
    const record = {
      requestId: c.var.requestId,
      startedAt,
      method: c.req.method,
      path: c.req.path,
      route: routePath(c, -1),
      status: c.res.status,
      duration,
    }
    log.info(
      {
        requestId: record.requestId,
        method: record.method,
        path: record.path,
        status: record.status,
        duration,
      },
      'request',
    )
    const { method, route, status } = record
    histogram.observe({ method, route, status_code: status }, duration / 1000)
    ring.add(record)
  })
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      // Over plain http there is none (RFC 6797 section 7.2).
      strictTransportSecurity: false,
    }),
  )
  app.use(cors({ origin: ORIGINS }))
  app.use(
    rateLimiter({
      windowMs: 60_000,
      limit,
      standardHeaders: 'draft-7',
      keyGenerator: (c) => getConnInfo(c).remote.address ?? '',
    }),
  )
  // Compares hashes; by default with the asynchronous WebCrypto, which costs more.
  app.use(bearerAuth({ token: TOKEN, hashFunction: (token: string) => hash('sha256', token) }))
  app.use(bodyLimit({ maxSize: 1_048_576 }))
  // Its guide on validation, "Manual validator": any check can be put in, and ajv's is compiled, which is cheaper than zod.
  const checkOrder = validator('json', (value: unknown, c) =>
    isOrder(value) ? value : c.json({ error: 'invalid', failures: isOrder.errors }, 400),
  )
  app.post('/quotes', checkOrder, (c) => {
    // Hono's `etag` tags answers to GET, HEAD and QUERY only, and reads the answer's stream for it. Tagging
    // the text before it is sent does the same for less.
    const text = JSON.stringify(quote(c.req.valid('json')))
    return c.body(text, 200, {
      'content-type': 'application/json',
      etag: `"${hash('sha1', text, 'base64')}"`,
    })
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    metrics: () => registry.metrics(),
    traces: () => ring.ids(),
  }
}

export default startHono
