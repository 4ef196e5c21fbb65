import { hash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Histogram, Registry } from '@platformatic/prom-client'
import { Ajv } from 'ajv'
import cors from 'cors'
import express, { type NextFunction, type Request, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { pinoHttp } from 'pino-http'
import type { StartContestant } from '../../runner/question.ts'
import { BUCKETS_IN_SECONDS, ORIGINS, TOKEN, quote, type Order } from '../../work/order.ts'
import { OrderSchema } from '../../work/order-schema.ts'
import { TraceRing } from '../../work/trace-ring.ts'

const isOrder = new Ajv().compile<Order>(OrderSchema)
const EXPECTED = hash('sha256', TOKEN, 'buffer')

function requireToken(request: Request, response: Response, next: NextFunction): void {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (
    scheme === 'Bearer' &&
    token !== undefined &&
    timingSafeEqual(hash('sha256', token, 'buffer'), EXPECTED)
  ) {
    next()
    return
  }
  response.set('www-authenticate', 'Bearer').status(401).json({ error: 'unauthorized' })
}

const startExpress: StartContestant = async ({ rateLimit: limit }) => {
  const ring = new TraceRing()
  const registry = new Registry()
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from arrival to answer.',
    labelNames: ['method', 'route', 'status_code'],
    buckets: BUCKETS_IN_SECONDS,
    registers: [registry],
  })
  const app = express()
  // Security best practices, "Reduce fingerprinting".
  app.disable('x-powered-by')
  app.use(
    pinoHttp({
      genReqId: (_request, response) => {
        const id = randomUUID()
        response.setHeader('x-request-id', id)
        return id
      },
      // By default all headers of the request and the answer are logged; this is much cheaper.
      quietReqLogger: true,
      serializers: {
        req: ({ method, url }: { method: string; url: string }) => ({ method, url }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    }),
  )
  app.use((request, response, next) => {
    const startedAt = Date.now()
    const start = performance.now()
    response.on('finish', () => {
      const duration = performance.now() - start
      const route = request.route?.path ?? ''
      histogram.observe({ method: request.method, route, status_code: response.statusCode }, duration / 1000)
      ring.add({
        requestId: String(response.getHeader('x-request-id')),
        startedAt,
        method: request.method,
        path: request.path,
        route,
        status: response.statusCode,
        duration,
      })
    })
    next()
  })
  // Over plain http there is no Strict-Transport-Security (RFC 6797 section 7.2).
  app.use(helmet({ strictTransportSecurity: false }))
  app.use(cors({ origin: ORIGINS }))
  app.use(rateLimit({ windowMs: 60_000, limit, standardHeaders: 'draft-8', legacyHeaders: false }))
  app.post('/quotes', requireToken, express.json(), (request, response) => {
    if (isOrder(request.body)) response.json(quote(request.body))
    else response.status(400).json({ error: 'invalid', failures: isOrder.errors })
  })
  app.use(
    (
      error: { status?: number; message: string },
      _request: Request,
      response: Response,
      _next: NextFunction,
    ) => {
      response.status(error.status ?? 500).json({ error: error.message })
    },
  )
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    metrics: () => registry.metrics(),
    traces: () => ring.ids(),
  }
}

export default startExpress
