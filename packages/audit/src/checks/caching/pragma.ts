import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf } from '../http/field-syntax.ts'
import { survey } from '../http/survey.ts'

export const pragma = check({
  id: 'caching/pragma',
  claim: 'Answers say what caches may do with Cache-Control, and not with Pragma.',
  severity: 'may',
  source: rfc(9111, '5.4'),
  mend: {
    general:
      'Drop Pragma: it was never defined for answers. Cache-Control: no-cache or no-store says what was meant.',
    stacks: {
      'Spring Boot': 'Spring Security writes it beside Cache-Control; it does no harm there',
      PHP: "session_cache_limiter('') before session_start(), then write Cache-Control yourself",
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'Nothing answered.', (answered) => {
      const { headers } = answered.answer
      if (!headers.has('pragma') || headers.has('cache-control')) return passed()
      return failed(
        'Pragma was sent without Cache-Control, and no cache heeds it.',
        answered,
        lineOf('Pragma'),
      )
    })
  },
  flaw: tampered(({ headers }) => {
    delete headers['cache-control']
    headers['pragma'] = 'no-cache'
  }),
})
