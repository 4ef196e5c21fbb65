import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { NoAnswer } from '../../run/inspection.ts'
import { sample } from './survey.ts'

/** One of HTTP/1.0 that many parsers let through and nothing serves. */
const FORGOTTEN = 'UNLINK'

export const unknownMethod = check({
  id: 'http/unknown-method',
  claim: 'A method that does not exist is refused.',
  severity: 'should',
  source: [rfc(9110, '9.1'), rfc(9110, '15.6.2')],
  mend: {
    general:
      'Answer 501, or 405 with Allow, to what no route is for. A handler that never looks at the method treats a stranger as GET, and rules that are written for GET and POST do not see it.',
    stacks: {
      Express: 'app.get and app.post instead of app.use and app.all for what answers',
      'Go net/http': 'mux.HandleFunc("GET /books", …): a pattern with its method',
      Apache: 'LimitExcept in place of Limit, which leaves unknown methods open',
    },
  },
  async run({ send, target }) {
    const places = sample(target.pages, 3).flatMap((page) =>
      (target.writable ? ['AUDIT', FORGOTTEN] : ['AUDIT']).map((method) => ({ ...page, method })),
    )
    return across(places, 'There is no page to ask.', async ({ path, as, method }) => {
      try {
        const exchange = await send({ method, path, as })
        const { answer } = exchange
        // What it says in place of 501 is its own choice, as long as it is no success and no fault.
        const isRefused = answer.status >= 300 && (answer.status < 500 || answer.status === 501)
        if (isRefused) return passed()
        // A server that is too busy says nothing about methods.
        if (answer.status === 503) return undefined
        return failed(
          `${method} ${path} was answered with ${statusLine(answer)}; 501 or 405 was expected.`,
          exchange,
          STATUS,
        )
      } catch (error) {
        // Closing the connection refuses it as well.
        if (error instanceof NoAnswer && error.exchange.ended !== 'open') return passed()
        throw error
      }
    })
  },
  flaw: flawed((request, _, pass) => {
    if (request.method === FORGOTTEN) request.method = 'GET'
    pass()
  }),
})
