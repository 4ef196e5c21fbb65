import type { AddressInfo } from 'node:net'
import bearerAuth from '@fastify/bearer-auth'
import fastify from 'fastify'
import type { StartContestant } from '../../runner/question.ts'
import { fastifyOptions, registerParts } from '../../work/fastify-parts.ts'
import { TOKEN, quote, type Order } from '../../work/order.ts'
import { OrderSchema, QuoteSchema } from '../../work/order-schema.ts'
import { TraceRing } from '../../work/trace-ring.ts'

const startFastify: StartContestant = async ({ rateLimit: max }) => {
  const ring = new TraceRing()
  const app = fastify(fastifyOptions)
  await registerParts(app, ring, { max })
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
