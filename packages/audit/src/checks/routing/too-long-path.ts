import { check } from '../../check.ts'
import { serveHandler } from '../../flaws/serve.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

const OCTETS = 80_000

export const tooLongPath = check({
  id: 'routing/too-long-path',
  claim: 'An address that is too long is refused with 414, 431 or another 4xx.',
  severity: 'should',
  source: [rfc(9112, '3'), rfc(9110, '15.5.15')],
  mend: {
    general:
      'Bound the request line, and answer 414 (or 431, where a server counts it with the fields) beyond; not 500, and not with silence.',
    stacks: { nginx: 'large_client_header_buffers 4 16k; answers 414 beyond.' },
  },
  async run({ connect, target }) {
    const connection = await connect()
    await connection.write(`GET ${`${target.base}/`.padEnd(OCTETS, 'x')} HTTP/1.1\r\n`)
    await connection.write(`Host: ${target.origin.host}\r\nConnection: close\r\n\r\n`)
    const answer = await connection.next('GET', 3000)
    const { exchange } = connection
    // Closing at once while we still send can lose the answer on its way (RFC 9112 section 9.6).
    if (answer === undefined && exchange.ended !== 'open')
      return inconclusive('It closed the connection, and no answer arrived.')
    if (answer === undefined)
      return failed('An address of 80,000 octets was not answered within 3 s.', exchange)
    if (answer.status >= 500 && answer.status !== 503)
      return failed(
        `An address of 80,000 octets was answered with ${statusLine(answer)}; 414 was expected.`,
        exchange,
        STATUS,
      )
    if (answer.status < 400)
      return inconclusive(`An address of 80,000 octets was answered with ${statusLine(answer)}.`)
    return passed()
  },
  flaw: {
    start: () =>
      serveHandler((_request, response) => response.writeHead(500).end(), {}, { maxHeaderSize: 1 << 20 }),
  },
})
