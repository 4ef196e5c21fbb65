import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { failed, need, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import type { Connection } from '../../wire/connection.ts'
import { attempt, isFault } from '../openapi/trials.ts'
import { MEND_SIZE } from './mends.ts'
import { rfc, text } from '../../source.ts'

export const lengthClaim = check({
  id: 'serialization/length-claim',
  claim: 'A length that no bytes back is refused, or waited for without a fault.',
  severity: 'should',
  source: [rfc(9110, '15.5.14'), text('CWE-789', 'https://cwe.mitre.org/data/definitions/789.html')],
  mend: MEND_SIZE,
  needs: ['write'],
  async run({ target, connect, send }) {
    const page = need(target.pages[0], 'No address is known that answers with success.')
    const resource = need(target.resources[0], 'It needs a collection; name one under "resources".')
    const fields = Object.entries(resource.as?.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
    const claims: Connection[] = []
    for (let count = 0; count < CLAIMS; count++) {
      const connection = await connect()
      await connection.write(
        `POST ${resource.path} HTTP/1.1\r\nHost: ${target.origin.host}\r\n${fields.join('')}Content-Type: application/json\r\nContent-Length: ${LENGTH}\r\n\r\n{`,
      )
      claims.push(connection)
    }
    const answers = await Promise.all(claims.map((connection) => connection.next('POST', WAIT)))
    const index = answers.findIndex((answer) => answer !== undefined && isFault(answer))
    const first = claims[index]
    if (first !== undefined)
      return failed(
        `A request that claims ${LENGTH} bytes was answered with ${answers[index]?.status}; 413 was expected, or waiting.`,
        first.exchange,
        STATUS,
      )
    const after = await attempt(() => send({ path: page.path, as: page.as }))
    if (after === undefined || isFault(after.answer))
      return failed(
        `After ${CLAIMS} requests that claim ${LENGTH} bytes each, ${page.path} does not answer any more.`,
        claims[0]?.exchange,
      )
    if (answers.some((answer) => answer?.status === 413))
      return passed('It refuses by the length that is claimed.')
    return passed()
  },
  flaw: answerAtLength(),
})

const CLAIMS = 4
const LENGTH = 1_000_000_000_000
/** Milliseconds. */
const WAIT = 300

/** A server that makes room for what is announced. */
function answerAtLength() {
  return flawed((request, response, pass) => {
    if (Number(request.headers['content-length'] ?? 0) < 1e9) return pass()
    response.writeHead(500, { connection: 'close' }).end('RangeError: Array buffer allocation failed')
  })
}
