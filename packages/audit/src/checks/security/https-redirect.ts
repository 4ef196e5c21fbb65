import type { Socket } from 'node:net'
import { check } from '../../check.ts'
import { securedBehind } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { STATUS } from '../../wire/answer.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { Unreachable, type Connection } from '../../wire/connection.ts'
import { writeRequest } from '../../wire/request.ts'

export const httpsRedirect = check({
  id: 'security/https-redirect',
  claim: 'Who asks in the clear is sent to the same address over https, for good.',
  severity: 'should',
  source: [rfc(9110, '15.4.9'), rfc(6797, '7.2')],
  mend: {
    general:
      'Redirect with 308 or 301 to https with the same path and query; anything else loses where people wanted to go.',
    stacks: {
      nginx: 'return 308 https://$host$request_uri;',
      Apache: 'Redirect permanent / https://shop.example/',
      Caddy: 'It does so by itself.',
    },
  },
  needs: ['https'],
  async run({ at, connect, target }) {
    const { origin, base } = target
    const path = `${base}/audit/a?b=c`
    let connection: Connection
    try {
      // On port 443 its neighbour is port 80; of other ports nobody knows, but some answer both.
      connection =
        origin.port === ''
          ? await at(new URL(`http://${origin.hostname}`)).connect()
          : await connect({ plain: true })
    } catch (error) {
      if (error instanceof Unreachable) return inconclusive('Nothing listens for http.')
      throw error
    }
    const request = { path }
    connection.describe(request)
    await connection.write(writeRequest(request, origin.host))
    const answer = await connection.next('GET', 2000)
    const location = answer?.headers.get('location')
    if (answer === undefined || answer.status < 300 || answer.status >= 400 || location === undefined)
      return inconclusive('Requests in the clear are not redirected.')
    const leadsTo = URL.parse(location, `http://${origin.host}${path}`)
    const says = `GET ${path} in the clear redirects with ${answer.status} to ${location.slice(0, 120)}`
    if (leadsTo?.protocol !== 'https:')
      return failed(`${says}, which is not https.`, connection.exchange, location)
    if (leadsTo.pathname + leadsTo.search !== path)
      return failed(`${says}; its path and query were expected.`, connection.exchange, location)
    if (![301, 308].includes(answer.status))
      return failed(`${says}; 301 or 308 was expected, which is remembered.`, connection.exchange, STATUS)
    return passed()
  },
  flaw: redirecting(() => '/'),
  sound: redirecting((path) => path),
})

function redirecting(to: (path: string) => string) {
  return securedBehind((first: Buffer, socket: Socket) => {
    const path = /^GET (\S+)/.exec(first.toString('latin1'))?.[1]
    if (path === undefined) return false
    socket.end(
      `HTTP/1.1 308 Permanent Redirect\r\nLocation: https://localhost${to(path)}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    )
    return true
  })
}
