import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import type { StartContestant } from '../../runner/question.ts'
import type { Order } from '../../work/order.ts'
import { OrderSchema } from '../../work/order-schema.ts'

const response = { 200: { type: 'object', properties: { items: { type: 'integer' } } } } as const

const startFastify: StartContestant = async () => {
  // By default unknown fields are dropped and types coerced; here both are refused, as by the others.
  const app = fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: false } } })
  app.post<{ Body: Order }>('/check', { schema: { body: OrderSchema, response } }, (request, reply) => {
    reply.send({ items: request.body.items.length })
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: (app.server.address() as AddressInfo).port }
}

export default startFastify
