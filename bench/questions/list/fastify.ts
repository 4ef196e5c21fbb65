import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import type { StartContestant } from '../../runner/question.ts'
import { PRODUCTS } from '../../work/products.ts'

const text = { type: 'string' } as const
const number = { type: 'number' } as const
const Product = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: text,
    description: text,
    price: number,
    inStock: { type: 'boolean' },
    tags: { type: 'array', items: text },
    dimensions: { type: 'object', properties: { width: number, height: number } },
    createdAt: text,
  },
} as const

const startFastify: StartContestant = async () => {
  const app = fastify()
  const schema = { response: { 200: { type: 'array', items: Product } } }
  app.get('/products', { schema }, (_request, reply) => {
    reply.send(PRODUCTS)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: (app.server.address() as AddressInfo).port }
}

export default startFastify
