import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

const OCTETS = 8000

export const longPath = check({
  id: 'routing/long-path',
  claim: 'An address of 8,000 octets is read.',
  severity: 'may',
  source: rfc(9110, '4.1'),
  mend: {
    general: 'Allow at least 8,000 octets for the request line.',
    stacks: {
      Gunicorn: '--limit-request-line 8190',
      nginx: 'large_client_header_buffers 4 16k;',
      'Spring Boot': 'server.max-http-request-header-size: 16KB',
    },
  },
  async run({ send, target }) {
    const path = `${target.base}/`.padEnd(OCTETS, 'x')
    const exchange = await send({ path })
    const { answer } = exchange
    if (answer.status === 414 || answer.status === 431 || answer.status === 400 || answer.status === 413)
      return failed(
        `An address of ${OCTETS} octets was refused with ${statusLine(answer)}; so much is recommended to support.`,
        exchange,
        STATUS,
      )
    if (answer.status >= 500)
      return inconclusive(`An address of ${OCTETS} octets was answered with ${statusLine(answer)}.`)
    return passed()
  },
  flaw: flawed((request, response, pass) => {
    if ((request.url ?? '').length < 2000) return pass()
    response.writeHead(414).end()
  }),
})
