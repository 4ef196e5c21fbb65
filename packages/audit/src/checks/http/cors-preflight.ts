import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, inconclusive, need, passed } from '../../verdict.ts'
import type { Target } from '../../target/target.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { fromOrigin, listed, NO_ORIGIN, permission, preflight } from './cors.ts'
import { MEND_CORS } from './mend-cors.ts'
import { sample } from './survey.ts'

/** What needs no mention: a form could send it. */
const SIMPLE = new Set(['GET', 'HEAD', 'POST'])

export const corsPreflight = check({
  id: 'http/cors-preflight',
  claim: 'A pre-flight from an allowed origin is answered with 2xx, and allows the method that works.',
  severity: 'should',
  source: text('Fetch standard, CORS-preflight fetch', 'https://fetch.spec.whatwg.org/#cors-preflight-fetch'),
  mend: MEND_CORS,
  async run({ send, target }) {
    const origin = need(target.allowedOrigin, NO_ORIGIN)
    return across(places(target), 'There is nothing to ask for.', async ({ path, as, method }) => {
      if (!permission((await send(fromOrigin({ path, as }, origin))).answer, origin).read)
        return inconclusive(`${path} gives ${origin} no permission.`)
      const exchange = await send(preflight(path, origin, method))
      const { answer } = exchange
      const asked = `A pre-flight for ${method} ${path} from ${origin}`
      if (answer.status < 200 || answer.status > 299)
        return failed(`${asked} was answered with ${statusLine(answer)}; 2xx was expected.`, exchange, STATUS)
      if (!permission(answer, origin).read)
        return failed(`${asked} got no permission, which the request itself gets.`, exchange, STATUS)
      const methods = listed(answer, 'access-control-allow-methods')
      if (SIMPLE.has(method) || methods.includes(method) || methods.includes('*')) return passed()
      return failed(
        `${asked} allows "${methods.join(', ')}" without it.`,
        exchange,
        /^Access-Control-Allow-Methods:.*$/im,
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'OPTIONS') return pass()
    response.writeHead(401).end()
  }),
})

/** Pages, and the collections with the method that makes items. Which of the others are allowed is the server's choice. */
function places({ pages, resources }: Target) {
  return [
    ...sample(pages, 3).map(({ path, as }) => ({ path, as, method: 'GET' })),
    ...resources
      .filter(
        ({ methods, putAt }) => methods.includes('create') && methods.includes('list') && putAt === undefined,
      )
      .map(({ path, as }) => ({ path, as, method: 'POST' })),
  ]
}
