import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { MEND_CONDITIONS } from './mend-conditions.ts'
import { acrossTagged, besides } from './tagged.ts'
import { STATUS } from '../../wire/answer.ts'

export const ifNoneMatchStar = check({
  id: 'http/if-none-match-star',
  claim: 'If-None-Match: * is 304 for what is there.',
  // The text is a MUST; what it costs is bytes.
  severity: 'should',
  source: rfc(9110, '13.1.2'),
  mend: MEND_CONDITIONS,
  async run(inspection) {
    return acrossTagged(inspection, async ({ path, as }) => {
      const exchange = await inspection.send({ path, as, headers: { 'If-None-Match': '*' } })
      if (exchange.answer.status === 304) return passed()
      const says = `${path} is there and was sent whole to \`If-None-Match: *\`; 304 was expected.`
      return besides(exchange, path) ?? failed(says, exchange, STATUS)
    })
  },
  flaw: flawed((request, _, pass) => {
    if (request.headers['if-none-match'] === '*') delete request.headers['if-none-match']
    pass()
  }),
})
