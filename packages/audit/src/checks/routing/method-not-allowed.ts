import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { sameContent, STATUS, statusLine } from '../../wire/answer.ts'
import { ask, probes } from './other-method.ts'

export const methodNotAllowed = check({
  id: 'routing/method-not-allowed',
  claim: 'A method that an address does not have is answered with 405.',
  severity: 'should',
  source: [rfc(9110, '9.1'), rfc(9110, '15.5.6')],
  mend: {
    general:
      'Answer 405 where the path matches a route and the method does not. 404 tells the client that nothing is there, and 200 that the method worked.',
    stacks: {
      Express:
        "router.route('/notes').get(list).all((req, res) => res.status(405).set('Allow', 'GET, HEAD').end())",
      Fastify: "fastify.all('/notes', …) behind the routes of that path, or a plugin that does it for all",
      Django: "decorate the view with @require_http_methods(['GET', 'HEAD'])",
      'Go net/http': 'mux.HandleFunc("GET /notes", list): since Go 1.22 a pattern with a method answers 405',
      Rails: "match '/notes', to: 'errors#method_not_allowed', via: :all as the last route of the path",
    },
  },
  run({ send, target }) {
    return across(probes(target), 'It has no page that can be asked.', async ({ page, method }) => {
      const exchange = await ask(send, page, method)
      const { answer } = exchange
      const { status } = answer
      // 501 is for methods that the server does not know at all (RFC 9110 section 9.1).
      if (status === 405 || status === 501) return passed()
      const ignored = status < 300 && sameContent(answer, page.seen.answer)
      if (ignored)
        return failed(
          `${method} ${page.path} was answered like a GET, with ${statusLine(answer)}; 405 was expected.`,
          exchange,
          STATUS,
        )
      if (status === 404 || status === 410)
        return failed(
          `${method} ${page.path} was answered with ${statusLine(answer)}, though GET finds something there; 405 was expected.`,
          exchange,
          STATUS,
        )
      if (status >= 500 && status !== 503)
        return failed(
          `${method} ${page.path} was answered with ${statusLine(answer)}; 405 was expected.`,
          exchange,
          STATUS,
        )
      return inconclusive(`${method} ${page.path} was answered with ${statusLine(answer)}.`)
    })
  },
  flaw: tampered((answer) => {
    if (answer.status === 405) answer.status = 404
  }),
})
