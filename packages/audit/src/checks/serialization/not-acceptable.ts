import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { essence } from '../http/field-syntax.ts'
import { MEND_NEGOTIATION } from '../http/mend-negotiation.ts'
import { sample } from '../http/survey.ts'
import { toRequest } from '../http/while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

export const notAcceptable = check({
  id: 'serialization/not-acceptable',
  claim: '406 names what there is.',
  severity: 'should',
  source: rfc(9110, '15.5.7'),
  mend: {
    ...MEND_NEGOTIATION,
    general:
      'Name the types that there are in the content of 406, so that whoever reads it can mend the request.',
  },
  async run({ send, target }) {
    const none = 'It answers nothing with 406; who accepts none of its types gets one of them all the same.'
    return across(sample(target.pages, 6), none, async (page) => {
      const exchange = await send(toRequest(page, { Accept: 'application/x-nothing-has-this' }))
      if (exchange.answer.status !== 406) return undefined
      const type = essence(page.seen.answer.headers.get('content-type'))
      const { headers, body } = exchange.answer
      const said = `${body.toString()} ${headers.get('link') ?? ''} ${headers.get('alternates') ?? ''} ${headers.get('accept') ?? ''}`
      // As text in JSON a slash may be escaped.
      if (said.replaceAll('\\/', '/').toLowerCase().includes(type)) return passed()
      return failed(`406 for ${page.path} does not name ${type}, which there is.`, exchange, STATUS)
    })
  },
  flaw: tampered((answer) => {
    if (answer.status === 406) answer.body = Buffer.from('{"title":"Not Acceptable"}')
  }),
})
