import type { AddressInfo } from 'node:net'
import { Ajv } from 'ajv'
import express from 'express'
import type { StartContestant } from '../../runner/question.ts'
import type { Order } from '../../work/order.ts'
import { OrderSchema } from '../../work/order-schema.ts'

const isOrder = new Ajv().compile<Order>(OrderSchema)

const startExpress: StartContestant = async () => {
  const app = express()
  app.disable('x-powered-by')
  app.post('/check', express.json(), (request, response) => {
    if (isOrder(request.body)) response.json({ items: request.body.items.length })
    else response.status(400).json({ error: 'invalid', failures: isOrder.errors })
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startExpress
