import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ready } from './contestants.ts'

const server = createServer((request, response) => {
  const text = JSON.stringify({ id: request.url?.split('/').at(-1) })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
ready((server.address() as AddressInfo).port)
