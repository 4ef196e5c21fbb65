import type { AddressInfo } from 'node:net'
import express from 'express'
import type { StartContestant } from '../../runner/question.ts'
import { PRODUCTS } from '../../work/products.ts'

const startExpress: StartContestant = async () => {
  const app = express()
  app.disable('x-powered-by')
  app.get('/products', (_request, response) => {
    response.json(PRODUCTS)
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startExpress
