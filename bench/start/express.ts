import type { AddressInfo } from 'node:net'
import express from 'express'
import { paths, ready } from './contestants.ts'

const app = express()
for (const path of paths()) {
  app.get(path, (request, response) => {
    response.json({ id: request.params.id })
  })
}
const server = app.listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
ready((server.address() as AddressInfo).port)
