import { hash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import { createAdaptorServer } from '@hono/node-server'
import { prometheus } from '@hono/prometheus'
import { zValidator } from '@hono/zod-validator'
import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { requestId, type RequestIdVariables } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { rateLimiter } from 'hono-rate-limiter'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import type { StartContestant } from '../../runner/question.ts'
import { ORIGINS, TOKEN, quote } from '../../work/order.ts'
import { OrderZod } from '../../work/order-zod.ts'
import { TraceRing } from '../../work/trace-ring.ts'

const startHono: StartContestant = async ({ rateLimit: limit }) => {
  const ring = new TraceRing()
  const log = pino()
  const registry = new Registry()
  // Of its two metrics only the histogram is left on; its buckets are OpenTelemetry's by default.
  const { registerMetrics } = prometheus({
    registry,
    metricOptions: {
      requestsTotal: { disabled: true },
    },
  })
  const app = new Hono<{ Variables: RequestIdVariables }>()
  app.use(requestId())
  // Hono's own logger writes text for people; for structured lines a hook with pino, as plain as can be,
  // which also keeps the trace record.
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
      route: '/quotes',
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
    ring.add(record)
  })
  app.use(registerMetrics)
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
  app.post('/quotes', zValidator('json', OrderZod), (c) => {
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
