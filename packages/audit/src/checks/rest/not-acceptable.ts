import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_NEGOTIATION } from '../http/mend-negotiation.ts'
import { sample } from '../http/survey.ts'
import { toRequest } from '../http/while-steady.ts'

export const notAcceptable = check({
  id: 'rest/not-acceptable',
  claim: 'An Accept that nothing fits is 406, or the only format there is; never a fault of the server.',
  severity: 'should',
  source: [rfc(9110, '12.5.1'), rfc(9110, '15.5.7')],
  mend: MEND_NEGOTIATION,
  async run({ send, target }) {
    return across(sample(target.pages, 6), 'There is no page to ask for.', async (page) => {
      const exchange = await send(toRequest(page, { Accept: 'application/x-nothing-has-this' }))
      const { answer } = exchange
      if (answer.status < 500) return passed()
      if (answer.status === 503) return undefined
      return failed(
        `${page.path} was answered with ${statusLine(answer)} to a type that it does not have; 406 or 200 was expected.`,
        exchange,
        STATUS,
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/nothing-has-this/.test(String(request.headers.accept))) return pass()
    response.writeHead(500).end()
  }),
})
