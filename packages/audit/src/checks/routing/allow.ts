import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { ask, probes } from './other-method.ts'
import { mendAllow } from './mend-allow.ts'

export const allow = check({
  id: 'routing/allow',
  claim: 'A 405 says in Allow which methods the address has.',
  severity: 'must',
  source: rfc(9110, '15.5.6'),
  mend: mendAllow,
  run({ send, target }) {
    return across(probes(target), 'No answer was a 405.', async ({ page, method }) => {
      const exchange = await ask(send, page, method)
      if (exchange.answer.status !== 405) return undefined
      // The field may be empty: nothing at all is allowed then (RFC 9110 section 10.2.1).
      if (exchange.answer.headers.has('allow')) return passed()
      return failed(`The 405 to ${method} ${page.path} has no Allow.`, exchange, STATUS)
    })
  },
  flaw: tampered((answer) => {
    if (answer.status === 405) delete answer.headers['allow']
  }),
})
