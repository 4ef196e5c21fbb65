import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { zValidator } from '@hono/zod-validator'
import { Hono } from 'hono'
import type { StartContestant } from '../../runner/question.ts'
import { OrderZod } from '../../work/order-zod.ts'

const startHono: StartContestant = async () => {
  const app = new Hono()
  app.post('/check', zValidator('json', OrderZod), (c) => c.json({ items: c.req.valid('json').items.length }))
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startHono
