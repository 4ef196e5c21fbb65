import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { fromOrigin, permission, preflight } from './cors.ts'
import { lineOf } from './field-syntax.ts'
import { MEND_CORS } from './mend-cors.ts'
import { sample } from './survey.ts'

export const corsOrigin = check({
  id: 'http/cors-origin',
  claim:
    'An origin that is not allowed, and null, get no permission to read what belongs to who is signed in.',
  severity: 'must',
  source: text('Fetch standard, CORS protocol', 'https://fetch.spec.whatwg.org/#http-cors-protocol'),
  mend: MEND_CORS,
  async run({ send, target, random }) {
    const stranger = `https://${random.word()}.example`
    // "null" is the origin of every sandboxed frame and local file.
    return across(sample(target.pages, 5), 'There is no page to ask for.', async (page) => {
      for (const origin of [stranger, 'null'])
        for (const request of [fromOrigin(page, origin), preflight(page.path, origin, 'PUT')]) {
          const exchange = await send(request)
          if (permission(exchange.answer, origin).credentials)
            return failed(
              `Pages of ${origin} may read ${page.path} with the credentials of whoever opens them.`,
              exchange,
              lineOf('Access-Control-Allow-Origin'),
            )
        }
      return passed()
    })
  },
  flaw: tampered(({ headers }, request) => {
    headers['access-control-allow-origin'] = request.headers.origin ?? '*'
    headers['access-control-allow-credentials'] = 'true'
  }),
})
