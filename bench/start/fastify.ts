import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { paths, ready } from './contestants.ts'

const app = fastify()
const response = { 200: { type: 'object', properties: { id: { type: 'string' } } } } as const
for (const path of paths()) {
  app.get<{ Params: { id: string } }>(path, { schema: { response } }, (request, reply) => {
    reply.send({ id: request.params.id })
  })
}
await app.listen({ port: 0, host: '127.0.0.1' })
ready((app.server.address() as AddressInfo).port)
