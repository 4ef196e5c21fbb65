import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import type { StartContestant } from '../../runner/question.ts'
import { greeting } from './greeting.ts'

const schema = {
  response: {
    200: {
      type: 'object',
      properties: {
        hello: { type: 'string' },
        from: { type: 'string' },
        items: { type: 'array', items: { type: 'integer' } },
      },
    },
  },
} as const

const startFastify: StartContestant = async () => {
  const app = fastify()
  app.get('/greeting', { schema }, (_request, reply) => {
    reply.send(greeting())
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: (app.server.address() as AddressInfo).port }
}

export default startFastify
