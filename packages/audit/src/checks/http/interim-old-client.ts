import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sample } from './survey.ts'

export const interimOldClient = check({
  id: 'http/interim-old-client',
  claim: 'A client of HTTP/1.0 gets no interim answer.',
  severity: 'must',
  source: [rfc(9110, '15.2'), rfc(9110, '10.1.1')],
  mend: {
    general:
      'Look at the version of the request before 100 or 103 is sent: HTTP/1.0 knows no answer before the answer, and takes it for that.',
    stacks: { 'node:http': 'response.writeEarlyHints only where request.httpVersion is "1.1" or more' },
  },
  async run({ connect, target }) {
    return across(sample(target.pages, 2), 'There is no page to ask for.', async ({ path }) => {
      const connection = await connect()
      const { host } = target.origin
      await connection.write(
        `GET ${path} HTTP/1.0\r\nHost: ${host}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
      )
      const answer = await connection.next('GET', 2000)
      const interim = answer?.interim[0]
      if (interim !== undefined)
        return failed(
          `A request of HTTP/1.0 was answered with ${interim.status} first.`,
          connection.exchange,
          {
            in: 'received',
            from: interim.from,
            to: interim.to,
          },
        )
      return answer === undefined ? undefined : passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.httpVersion === '1.0') response.socket?.write('HTTP/1.1 100 Continue\r\n\r\n')
    pass()
  }),
})
