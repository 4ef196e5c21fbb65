import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { MEND_CONDITIONS } from '../http/mend-conditions.ts'
import { acrossTagged, besides } from '../http/tagged.ts'
import { STATUS } from '../../wire/answer.ts'

export const conditionalGet = check({
  id: 'rest/conditional-get',
  claim: 'What has an ETag answers If-None-Match with 304.',
  severity: 'must',
  source: [rfc(9110, '13.1.2'), rfc(9110, '13.2.1')],
  mend: MEND_CONDITIONS,
  async run(inspection) {
    return acrossTagged(inspection, async ({ path, as }, tag) => {
      const exchange = await inspection.send({ path, as, headers: { 'If-None-Match': tag } })
      if (exchange.answer.status === 304) return passed('What has not changed is not sent again.')
      return (
        besides(exchange, path) ??
        failed(`${path} was sent whole to who has its tag ${tag}; 304 was expected.`, exchange, STATUS)
      )
    })
  },
  flaw: flawed((request, _, pass) => {
    delete request.headers['if-none-match']
    pass()
  }),
})
