import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across } from '../../verdict.ts'
import { commonFields, hasCommon, MEND_EVERY_ANSWER, NO_COMMON } from './common-fields.ts'

export const headerOnUnmatched = check({
  id: 'middleware/header-on-unmatched',
  claim: 'Headers for every answer are on 404 and 405 as well.',
  severity: 'should',
  source: rfc(9110, '15.5'),
  mend: MEND_EVERY_ANSWER,
  async run({ send, target }) {
    const common = commonFields(target)
    const [page] = target.pages
    const requests = [
      { path: target.missing() },
      { path: target.missing(), headers: { Accept: 'text/html' } },
      ...(target.writable && page !== undefined ? [{ method: 'UNLINK', path: page.path, as: page.as }] : []),
    ]
    return across(common.length === 0 ? [] : requests, NO_COMMON, async (request) => {
      const exchange = await send(request)
      return [404, 405].includes(exchange.answer.status) ? hasCommon(exchange, common) : undefined
    })
  },
  flaw: tampered(({ status, headers }) => {
    if (status === 404) delete headers['x-request-id']
  }),
})
