import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { essence, lineOf } from './field-syntax.ts'
import { MEND_NEGOTIATION } from './mend-negotiation.ts'
import { sample } from './survey.ts'
import { toRequest } from './while-steady.ts'

const UNKNOWN = 'application/x-nothing-has-this'

export const notAcceptable = check({
  id: 'http/not-acceptable',
  claim: 'No type in common is 406, or the type that is sent is said.',
  severity: 'should',
  source: [rfc(9110, '12.5.1'), rfc(9110, '8.3')],
  mend: MEND_NEGOTIATION,
  async run({ send, target }) {
    return across(sample(target.pages, 6), 'There is no page to ask for.', async (page) => {
      const exchange = await send(toRequest(page, { Accept: UNKNOWN }))
      const { status, headers, body } = exchange.answer
      if (status === 406) return passed()
      if (status !== 200 || body.length === 0) return undefined
      const type = headers.get('content-type')
      if (type === undefined)
        return failed(
          `${page.path} was sent to who accepts another type, without its Content-Type.`,
          exchange,
        )
      if (essence(type) !== UNKNOWN) return passed()
      return failed(
        `${page.path} calls its content ${UNKNOWN} since that was asked for, and it is not.`,
        exchange,
        lineOf('Content-Type'),
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.headers.accept !== UNKNOWN) return pass()
    response.writeHead(200, { 'content-type': UNKNOWN }).end('{}')
  }),
})
