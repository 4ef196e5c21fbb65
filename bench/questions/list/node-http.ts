import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StartContestant } from '../../runner/question.ts'
import { PRODUCTS } from '../../work/products.ts'

const startNodeHttp: StartContestant = async () => {
  const server = createServer((_request, response) => {
    const text = JSON.stringify(PRODUCTS)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startNodeHttp
