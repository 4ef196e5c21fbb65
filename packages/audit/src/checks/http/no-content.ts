import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import type { Target } from '../../target/target.ts'
import { across, failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { writeRequest, type RequestSpec } from '../../wire/request.ts'
import { sample } from './survey.ts'

export const noContent = check({
  id: 'http/no-content',
  claim: 'Nothing follows the head of 204 and 304.',
  severity: 'must',
  source: [rfc(9110, '15.3.5'), rfc(9110, '15.4.5'), rfc(9112, '6.3')],
  mend: {
    general:
      'End the answer without content. What comes after is read as the beginning of the next answer on that connection.',
    stacks: {
      'node:http': 'leaves the content of 204 and 304 out by itself; do not write to the socket',
      PHP: 'http_response_code(204); exit; before anything is echoed',
    },
  },
  async run({ connect, target }) {
    return across(requests(target), 'It answered nothing with 204 or 304.', async (request) => {
      const connection = await connect()
      const { host } = target.origin
      await connection.write(writeRequest(request, host))
      const answer = await connection.next(request.method, 3000)
      if (answer === undefined || ![204, 304].includes(answer.status)) return undefined
      // The answer to one more request shows where the one before it ended, without waiting for what may not come.
      await connection.write(
        writeRequest({ ...request, headers: { ...request.headers, Connection: 'close' } }, host),
      )
      await connection.next(request.method, 3000)
      const { exchange } = connection
      const after = exchange.received.subarray(answer.to)
      if (after.length === 0 || after.subarray(0, 5).toString() === 'HTTP/') return passed()
      const mark = { in: 'received', from: answer.to, to: exchange.received.length } as const
      return failed(`${after.length} bytes followed the head of ${statusLine(answer)}.`, exchange, mark)
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.headers['if-none-match'] === undefined) return pass()
    response.socket?.end('HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 2\r\n\r\n{}')
  }),
})

function requests({ pages, allowedOrigin }: Target): RequestSpec[] {
  return sample(pages, 3).flatMap(({ path, as, seen: { answer } }) => {
    const tag = answer.headers.get('etag')
    return [
      { path, as, headers: { 'If-None-Match': tag ?? '*' } },
      { method: 'OPTIONS', path, as },
      ...(allowedOrigin === undefined
        ? []
        : [
            {
              method: 'OPTIONS',
              path,
              headers: { Origin: allowedOrigin, 'Access-Control-Request-Method': 'GET' },
            },
          ]),
    ]
  })
}
