import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, need, passed } from '../../verdict.ts'
import { NO_ORIGIN, permission, preflight } from './cors.ts'
import { lineOf } from './field-syntax.ts'
import { MEND_CORS } from './mend-cors.ts'
import { sample } from './survey.ts'
import { STATUS } from '../../wire/answer.ts'

export const corsMaxAge = check({
  id: 'http/cors-max-age',
  claim: 'The answer to a pre-flight says for how long it holds.',
  severity: 'may',
  source: text('Fetch standard, CORS-preflight cache', 'https://fetch.spec.whatwg.org/#cors-preflight-cache'),
  mend: {
    ...MEND_CORS,
    general:
      'Send Access-Control-Max-Age: 600 or so. Without it a browser asks again after five seconds, which costs a round trip for nearly each request; browsers keep none for more than a day.',
  },
  async run({ send, target }) {
    const origin = need(target.allowedOrigin, NO_ORIGIN)
    return across(sample(target.pages, 2), 'There is no page to ask for.', async ({ path }) => {
      const exchange = await send(preflight(path, origin, 'GET'))
      if (exchange.answer.status >= 300 || !permission(exchange.answer, origin).read) return undefined
      const said = exchange.answer.headers.get('access-control-max-age')
      if (said === undefined)
        return failed(`The pre-flight for ${path} does not say for how long it holds.`, exchange, STATUS)
      if (/^\d+$/.test(said)) return passed()
      return failed(
        `\`Access-Control-Max-Age: ${said}\` is no whole number of seconds.`,
        exchange,
        lineOf('Access-Control-Max-Age'),
      )
    })
  },
  flaw: tampered(({ headers }) => {
    delete headers['access-control-max-age']
  }),
})
