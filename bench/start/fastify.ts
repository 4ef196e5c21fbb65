import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { longestId, paths, ready } from './contestants.ts'

const app = fastify()
for (const [index, path] of paths().entries()) {
  const id = { type: 'string', maxLength: longestId(index) }
  const response = { 200: { type: 'object', properties: { id } } }
  app.get<{ Params: { id: string } }>(path, { schema: { response } }, (request, reply) => {
    reply.send({ id: request.params.id })
  })
}
await app.listen({ port: 0, host: '127.0.0.1' })
ready((app.server.address() as AddressInfo).port)
