import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import type { StartContestant } from '../../runner/question.ts'
import { PRODUCTS } from '../../work/products.ts'

const startHono: StartContestant = async () => {
  const app = new Hono()
  app.get('/products', (c) => c.json(PRODUCTS))
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startHono
