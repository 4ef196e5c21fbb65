import { hash, randomUUID, timingSafeEqual } from 'node:crypto'
import { bearer } from '@elysiajs/bearer'
import { cors } from '@elysiajs/cors'
import { Histogram, Registry } from '@platformatic/prom-client'
import { Elysia } from 'elysia'
import { helmet } from 'elysia-helmet'
import { rateLimit } from 'elysia-rate-limit'
import { pino } from 'pino'
import type { StartContestant } from '../../runner/question.ts'
import { OrderElysia } from '../../work/order-elysia.ts'
import { BUCKETS_IN_SECONDS, ORIGINS, quote, TOKEN, type Order } from '../../work/order.ts'
import { TraceRing } from '../../work/trace-ring.ts'

interface Begun {
  readonly requestId: string
  readonly startedAt: number
  readonly start: number
}

const EXPECTED = hash('sha256', TOKEN, 'buffer')

const startElysia: StartContestant = async ({ rateLimit: max }) => {
  const ring = new TraceRing()
  const registry = new Registry()
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from arrival to answer.',
    labelNames: ['method', 'route', 'status_code'],
    buckets: BUCKETS_IN_SECONDS,
    registers: [registry],
  })
  const log = pino()
  // `derive` runs only for requests that reach a route.
  const begun = new WeakMap<Request, Begun>()
  const app = new Elysia({ normalize: false })
    .onRequest(({ request, set }) => {
      const requestId = randomUUID()
      set.headers['x-request-id'] = requestId
      begun.set(request, { requestId, startedAt: Date.now(), start: performance.now() })
    })
    .onAfterResponse({ as: 'global' }, ({ request, path, route, set }) => {
      const { requestId, startedAt, start } = begun.get(request) as Begun
      const duration = performance.now() - start
      const status = Number(set.status ?? 200)
      histogram.observe({ method: request.method, route, status_code: status }, duration / 1000)
      log.info({ requestId, method: request.method, path, status, duration }, 'request')
      ring.add({ requestId, startedAt, method: request.method, path, route, status, duration })
    })
    // Over plain http there is no Strict-Transport-Security (RFC 6797 section 7.2).
    .use(helmet({ strictTransportSecurity: false }))
    .use(cors({ origin: ORIGINS }))
    .use(rateLimit({ max, duration: 60_000 }))
    .use(bearer())
    // In production it does not say by itself what was wrong with a body.
    .onError({ as: 'global' }, ({ code, error, status }) =>
      code === 'VALIDATION' ? status(422, { message: error.message, failures: error.all }) : undefined,
    )
    .post(
      '/quotes',
      ({ body, set }: { body: unknown; set: { headers: Record<string, string | number> } }) => {
        const text = JSON.stringify(quote(body as Order))
        set.headers['content-type'] = 'application/json'
        set.headers.etag = `"${hash('sha1', text, 'base64')}"`
        return text
      },
      {
        body: OrderElysia as never,
        beforeHandle({ bearer: token = '', set, status }) {
          if (timingSafeEqual(hash('sha256', token, 'buffer'), EXPECTED)) return undefined
          set.headers['www-authenticate'] = 'Bearer'
          return status(401, 'Unauthorized')
        },
      },
    )
    .listen({ port: 0, hostname: '127.0.0.1' })
  return {
    port: app.server?.port ?? 0,
    metrics: () => registry.metrics(),
    traces: () => ring.ids(),
  }
}

export default startElysia
