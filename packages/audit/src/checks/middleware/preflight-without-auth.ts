import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { NO_ORIGIN, preflight } from '../http/cors.ts'
import { MEND_CORS_OUTSIDE } from './mend-cors-outside.ts'

export const preflightWithoutAuth = check({
  id: 'middleware/preflight-without-auth',
  claim: 'A pre-flight needs no credentials.',
  severity: 'should',
  source: text('Fetch standard, CORS-preflight fetch', 'https://fetch.spec.whatwg.org/#cors-preflight-fetch'),
  mend: MEND_CORS_OUTSIDE,
  async run({ send, target }) {
    const origin = need(target.allowedOrigin, NO_ORIGIN)
    const none =
      'No address is known that refuses whoever is nobody; name some under "guarded" in the configuration.'
    return across(target.guarded.slice(0, 4), none, async (path) => {
      const headers = { 'Access-Control-Request-Headers': 'authorization' }
      const exchange = await send(preflight(path, origin, 'GET', headers))
      const { answer } = exchange
      if (answer.status !== 401 && answer.status !== 403) return passed()
      return failed(
        `A pre-flight for ${path} from ${origin} was answered with ${statusLine(answer)}: browsers send it without credentials.`,
        exchange,
        STATUS,
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'OPTIONS' || request.headers.authorization !== undefined) return pass()
    response.writeHead(401).end()
  }),
})
