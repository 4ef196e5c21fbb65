import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { preflight } from './cors.ts'
import { lineOf } from './field-syntax.ts'
import { MEND_CORS } from './mend-cors.ts'
import { sample } from './survey.ts'

export const corsPrivateNetwork = check({
  id: 'http/cors-private-network',
  claim: 'Strangers on the public network get no permission to call into a private one.',
  severity: 'should',
  source: text('Private Network Access, section 3', 'https://wicg.github.io/private-network-access/#headers'),
  mend: MEND_CORS,
  async run({ send, target, random }) {
    const origin = `https://${random.word()}.example`
    return across(sample(target.pages, 3), 'There is no page to ask for.', async ({ path }) => {
      const asked = { 'Access-Control-Request-Private-Network': 'true' }
      const exchange = await send(preflight(path, origin, 'GET', asked))
      const allows = exchange.answer.headers.get('access-control-allow-private-network')
      if (allows !== 'true') return passed()
      return failed(
        `A page of ${origin} may call ${path} from the outside into a private network.`,
        exchange,
        lineOf('Access-Control-Allow-Private-Network'),
      )
    })
  },
  flaw: tampered(({ headers }, request) => {
    if (request.headers['access-control-request-private-network'] !== undefined)
      headers['access-control-allow-private-network'] = 'true'
  }),
})
