import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StartContestant } from '../../runner/question.ts'
import { quote, type Order } from '../../work/order.ts'

// The floor: no token, no validation, no headers of note, no log. Read, parse, answer.
const startNodeHttp: StartContestant = async () => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = JSON.stringify(quote(JSON.parse(Buffer.concat(chunks).toString()) as Order))
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
