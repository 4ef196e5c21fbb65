import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StartContestant } from '../../runner/question.ts'
import type { Order } from '../../work/order.ts'

const startNodeHttp: StartContestant = async () => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const order = JSON.parse(Buffer.concat(chunks).toString()) as Order
      const text = JSON.stringify({ items: order.items.length })
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      })
      response.end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startNodeHttp
