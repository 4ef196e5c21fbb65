import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { ask, MOST_PAGES } from './other-method.ts'

export const automaticHead = check({
  id: 'routing/automatic-head',
  claim: 'HEAD is answered wherever GET is.',
  severity: 'should',
  source: [rfc(9110, '9.1'), rfc(9110, '9.3.2')],
  mend: {
    general: 'Route HEAD to the handler of GET and let the server drop the content.',
    stacks: {
      FastAPI:
        "@app.api_route('/notes', methods=['GET', 'HEAD']): routes of FastAPI have no HEAD of their own",
      Fastify: 'Leave exposeHeadRoutes on, which it is by default.',
      Django: "View classes derive head() from get(); @require_safe allows both for a function's view.",
    },
  },
  run({ send, target }) {
    return across(target.pages.slice(0, MOST_PAGES), 'It has no page that can be asked.', async (page) => {
      const got = await ask(send, page, 'GET')
      if (got.answer.status >= 300) return inconclusive(`GET ${page.path} is now ${statusLine(got.answer)}.`)
      const exchange = await ask(send, page, 'HEAD')
      const { answer } = exchange
      if (REFUSALS.has(answer.status))
        return failed(
          `HEAD ${page.path} was answered with ${statusLine(answer)} and GET with ${statusLine(got.answer)}.`,
          exchange,
          STATUS,
        )
      if (answer.status !== got.answer.status)
        return inconclusive(`HEAD ${page.path} was answered with ${statusLine(answer)}.`)
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'HEAD') return pass()
    response.writeHead(405, { allow: 'GET' }).end()
  }),
})

/** What says that there is no such method, or nothing at all, or that it was not foreseen. */
const REFUSALS = new Set([404, 405, 500, 501])
