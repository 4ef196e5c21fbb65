import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, inconclusive, need, passed } from '../../verdict.ts'
import { fromOrigin, NO_ORIGIN, permission } from './cors.ts'
import { lineOf } from './field-syntax.ts'
import { MEND_CORS } from './mend-cors.ts'
import { sample } from './survey.ts'

export const corsDowngrade = check({
  id: 'http/cors-downgrade',
  claim: 'Where an origin of https is allowed, its name over http is not.',
  severity: 'should',
  source: text('Fetch standard, CORS protocol', 'https://fetch.spec.whatwg.org/#http-cors-protocol'),
  mend: MEND_CORS,
  async run({ send, target, random }) {
    const allowed = need(target.allowedOrigin, NO_ORIGIN)
    if (!allowed.startsWith('https://')) return inconclusive(`${allowed} is an origin of http itself.`)
    const plain = allowed.replace('https:', 'http:')
    const stranger = `https://${random.word()}.example`
    return across(sample(target.pages, 3), 'There is no page to ask for.', async (page) => {
      if (!permission((await send(fromOrigin(page, allowed))).answer, allowed).read) return undefined
      if (permission((await send(fromOrigin(page, stranger))).answer, stranger).read) return undefined
      const exchange = await send(fromOrigin(page, plain))
      if (!permission(exchange.answer, plain).read) return passed()
      return failed(
        `Pages of ${plain} may read ${page.path}: anybody on the way can write such a page.`,
        exchange,
        lineOf('Access-Control-Allow-Origin'),
      )
    })
  },
  flaw: tampered(({ headers }, request) => {
    const { origin } = request.headers
    if (origin?.endsWith('://app.example') === true) headers['access-control-allow-origin'] = origin
  }),
})
