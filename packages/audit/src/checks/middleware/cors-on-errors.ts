import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { fromOrigin, NO_ORIGIN, permission } from '../http/cors.ts'
import { sample } from '../http/survey.ts'
import { MEND_CORS_OUTSIDE } from './mend-cors-outside.ts'

export const corsOnErrors = check({
  id: 'middleware/cors-on-errors',
  claim: 'An allowed origin can read failures.',
  severity: 'should',
  source: text('Fetch standard, CORS check', 'https://fetch.spec.whatwg.org/#cors-check'),
  mend: MEND_CORS_OUTSIDE,
  async run({ send, target }) {
    const origin = need(target.allowedOrigin, NO_ORIGIN)
    const [page] = sample(target.pages, 1)
    const usual = page && (await send(fromOrigin(page, origin)))
    const reads = usual !== undefined && permission(usual.answer, origin).read
    // A refusal, and a failure below the address of what works.
    const base = (page?.path ?? '/').replace(/\?.*$|\/$/g, '')
    const paths = reads ? [...target.guarded.slice(0, 2), `${base}${target.missing()}`, target.missing()] : []
    return across(paths, `No page gives ${origin} a permission.`, async (path) => {
      const exchange = await send(fromOrigin({ path }, origin))
      const { answer } = exchange
      if (answer.status < 400) return undefined
      if (permission(answer, origin).read) return passed()
      return failed(
        `${statusLine(answer)} for ${path} cannot be read by pages of ${origin}: to them it is a network error.`,
        exchange,
        STATUS,
      )
    })
  },
  flaw: tampered(({ status, headers }) => {
    if (status >= 400) delete headers['access-control-allow-origin']
  }),
})
