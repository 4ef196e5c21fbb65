import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import type { Inspection } from '../../run/inspection.ts'
import { across, failed, passed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { lineOf } from './field-syntax.ts'
import { sample, survey } from './survey.ts'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MOST_HOPS = 5

export const redirectLocation = check({
  id: 'http/redirect-location',
  claim: 'A redirect says where to, and something is there.',
  severity: 'should',
  source: [rfc(9110, '15.4'), rfc(9110, '10.2.2')],
  mend: {
    general:
      'Send Location with 301, 302, 303, 307 and 308, as an address that answers. Loops come of a proxy that ends TLS in front of an application which redirects to https: tell it the outer scheme.',
    stacks: {
      Express: "app.set('trust proxy', 1), res.redirect(308, '/there')",
      Django: 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")',
      nginx: 'absolute_redirect off; where the port of nginx is not the one that clients see',
    },
  },
  async run(inspection) {
    const { send, target } = inspection
    const seen = [...(await survey(inspection))]
    for (const { path, as } of sample(target.pages, 3)) {
      // The other one of "/books" and "/books/" is what is redirected most.
      const other =
        path.includes('?') || path === '/' ? undefined : path.endsWith('/') ? path.slice(0, -1) : `${path}/`
      if (other !== undefined) seen.push(await send({ path: other, as }))
    }
    const redirects = seen.filter(
      ({ answer, request }) => REDIRECTS.has(answer.status) && request?.method !== 'OPTIONS',
    )
    return across(redirects, 'It redirected nothing.', (exchange) => follow(inspection, exchange))
  },
  flaw: redirecting('/no-more'),
  sound: redirecting('/books'),
})

async function follow({ send }: Inspection, begin: Answered): Promise<Verdict | undefined> {
  let exchange = begin
  const from = begin.request?.path ?? ''
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const { answer, origin, request } = exchange
    if (!REDIRECTS.has(answer.status)) {
      if (answer.status !== 404 && answer.status < 500) return passed()
      return failed(`${from} leads to ${request?.path}, which is ${statusLine(answer)}.`, [
        { exchange: begin, says: 'The redirect.' },
        { exchange, says: 'Where it leads.' },
      ])
    }
    const location = answer.headers.get('location')
    if (location === undefined)
      return failed(`${statusLine(answer)} for ${request?.path} has no Location.`, exchange, STATUS)
    const url = URL.parse(location, new URL(request?.path ?? '/', origin))
    if (url === null)
      return failed(
        `${statusLine(answer)} leads to \`${location}\`, which is no address.`,
        exchange,
        lineOf('Location'),
      )
    // Other places are not asked.
    if (url.origin !== origin) return passed()
    exchange = await send({ path: `${url.pathname}${url.search}`, as: request?.as })
  }
  return failed(`${from} leads in a circle: ${MOST_HOPS} redirects, and no end.`, begin, lineOf('Location'))
}

/** The sound server, which redirects from addresses with a slash at their end. */
function redirecting(location: string) {
  return flawed((request, response, pass) => {
    if (!/.\/$/.test(request.url ?? '')) return pass()
    response.writeHead(308, { location }).end()
  })
}
