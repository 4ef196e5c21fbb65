import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { bearerOf, lockedAddresses } from './locked.ts'

const NAMES = ['access_token', 'token', 'api_key', 'apikey', 'auth_token', 'jwt']

export const tokenInQuery = check({
  id: 'auth/token-in-query',
  claim: 'A bearer token in the query of an address is refused.',
  severity: 'should',
  source: [rfc(6750, '5.3'), rfc(9700, '4.3.2')],
  mend: {
    general:
      'Read tokens from Authorization or a cookie alone. Addresses stand in logs of servers and proxies, in histories and in Referer. Where a browser cannot send headers (WebSocket, downloads) give out a token of a few seconds that works once.',
    stacks: {
      'Spring Boot': 'Leave setAllowUriQueryParameter(false) of DefaultBearerTokenResolver as it is.',
      Express: 'passport-jwt: ExtractJwt.fromAuthHeaderAsBearerToken(), not fromUrlQueryParameter()',
    },
  },
  needs: ['user'],
  async run(inspection) {
    return across(await lockedAddresses(inspection), '', async ({ path, as }) => {
      const token = bearerOf(as)?.value
      if (token === undefined) return inconclusive(`${as.name} calls with no bearer token.`)
      for (const name of NAMES) {
        const query = `${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(token)}`
        const exchange = await inspection.send({ path: path + query })
        if (exchange.answer.status < 300)
          return failed(
            `${path} accepts the token of ${as.name} in the query, as ${name}.`,
            exchange,
            markIn(exchange, 'sent', query),
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, _response, pass) => {
    const token = /[?&]access_token=([^&]*)/.exec(request.url ?? '')?.[1]
    if (token !== undefined) {
      request.headers.authorization = `Bearer ${token}`
      request.url = (request.url ?? '').replace(/[?&]access_token=.*/, '')
    }
    pass()
  }),
})
