import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { ask, MOST_PAGES } from './other-method.ts'

export const automaticHead = check({
  id: 'routing/automatic-head',
  claim: 'HEAD answers wherever GET does, with the same status and type.',
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
      const limited = answer.status === 503 || answer.status === 429
      if (limited) return inconclusive(`HEAD ${page.path} was answered with ${statusLine(answer)}.`)
      if (answer.status !== got.answer.status)
        return failed(
          `HEAD ${page.path} was answered with ${statusLine(answer)} and GET with ${statusLine(got.answer)}.`,
          exchange,
          STATUS,
        )
      const type = answer.headers.get('content-type')
      const expected = got.answer.headers.get('content-type')
      // A field that is made with the content may be left out (RFC 9110 section 9.3.2), but not differ.
      if (type !== undefined && type !== expected)
        return failed(
          `HEAD ${page.path} says "Content-Type: ${type.slice(0, 100)}", GET says ${expected === undefined ? 'none' : `"${expected.slice(0, 100)}"`}.`,
          exchange,
          /^content-type:.*/im,
        )
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'HEAD') return pass()
    response.writeHead(405, { allow: 'GET' }).end()
  }),
})
