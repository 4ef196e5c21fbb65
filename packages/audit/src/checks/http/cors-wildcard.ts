import { check } from '../../check.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sending } from './field-is-well.ts'
import { lineOf } from './field-syntax.ts'
import { MEND_CORS } from './mend-cors.ts'
import { survey } from './survey.ts'

export const corsWildcard = check({
  id: 'http/cors-wildcard',
  claim: 'A permission for all origins is none for credentials, and does not say that it were.',
  severity: 'should',
  source: text('Fetch standard, CORS check', 'https://fetch.spec.whatwg.org/#cors-check'),
  mend: MEND_CORS,
  async run(inspection) {
    return across(
      await survey(inspection),
      'Nobody gets a permission to read from elsewhere.',
      (answered) => {
        const { headers } = answered.answer
        const origin = headers.get('access-control-allow-origin')
        if (origin === undefined) return undefined
        if (origin !== '*' || headers.get('access-control-allow-credentials') !== 'true') return passed()
        return failed(
          'It allows "*" together with credentials, which browsers refuse.',
          answered,
          lineOf('Access-Control-Allow-Credentials'),
        )
      },
    )
  },
  flaw: sending({ 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' }),
})
