import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, need, passed } from '../../verdict.ts'
import { fromOrigin, listed, NO_ORIGIN, permission } from './cors.ts'
import { MEND_CORS } from './mend-cors.ts'
import { sample } from './survey.ts'

/** Fields that programs read. */
const READ = [
  'etag',
  'link',
  'location',
  'retry-after',
  'ratelimit',
  'deprecation',
  'sunset',
  'content-range',
]

export const corsExposed = check({
  id: 'http/cors-exposed',
  claim: 'An allowed origin can read the fields that programs need, such as ETag and Link.',
  severity: 'may',
  source: text(
    'Fetch standard, CORS-safelisted response-header name',
    'https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name',
  ),
  mend: {
    ...MEND_CORS,
    general:
      'Name them in Access-Control-Expose-Headers: ETag, Link, Location, Retry-After. A browser hides all others but seven.',
  },
  async run({ send, target }) {
    const origin = need(target.allowedOrigin, NO_ORIGIN)
    return across(
      sample(target.pages, 5),
      `No page gives ${origin} a field that would have to be exposed.`,
      async (page) => {
        const exchange = await send(fromOrigin(page, origin))
        const { answer } = exchange
        const sent = READ.filter((name) => answer.headers.has(name))
        if (!permission(answer, origin).read || sent.length === 0) return undefined
        const exposed = listed(answer, 'access-control-expose-headers')
        const hidden = sent.filter((name) => !exposed.includes(name) && !exposed.includes('*'))
        if (hidden.length === 0) return passed()
        return failed(
          `${page.path} sends ${hidden.join(', ')} to ${origin}, which cannot read it: Access-Control-Expose-Headers does not name it.`,
          exchange,
        )
      },
    )
  },
  flaw: tampered(({ headers }) => {
    delete headers['access-control-expose-headers']
  }),
})
