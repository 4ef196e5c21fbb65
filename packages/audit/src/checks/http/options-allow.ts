import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { lineOf } from './field-syntax.ts'
import { sample } from './survey.ts'

export const optionsAllow = check({
  id: 'http/options-allow',
  claim: 'OPTIONS says what works.',
  severity: 'should',
  source: [rfc(9110, '9.3.7'), rfc(9110, '10.2.1')],
  mend: {
    general:
      'Answer OPTIONS with Allow, made from the routes of that address. A handler for pre-flights alone often takes all of OPTIONS, and says nothing to the others.',
    stacks: {
      Express: 'app.use(cors({ preflightContinue: true })) lets the router answer, which knows the methods',
      'Spring Boot': 'DispatcherServlet answers OPTIONS with Allow by itself',
    },
  },
  async run({ send, target }) {
    return across(
      sample(target.pages, 4),
      'It does not answer OPTIONS with success, and need not.',
      async ({ path, as }) => {
        const exchange = await send({ method: 'OPTIONS', path, as })
        const { status, headers } = exchange.answer
        if (status >= 300) return undefined
        if (!headers.has('allow'))
          return failed(
            `OPTIONS ${path} was answered with ${statusLine(exchange.answer)} without Allow.`,
            exchange,
            STATUS,
          )
        // GET works here: this is how the page was found.
        if (headers.list('allow', { exact: true }).includes('GET')) return passed()
        return failed(
          `OPTIONS ${path} allows "${headers.get('allow')}" without GET, which works.`,
          exchange,
          lineOf('Allow'),
        )
      },
    )
  },
  flaw: tampered((answer, { method }) => {
    if (method !== 'OPTIONS') return
    answer.status = 204
    delete answer.headers['allow']
  }),
})
