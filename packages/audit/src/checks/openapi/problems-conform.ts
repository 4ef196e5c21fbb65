import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { across } from '../../verdict.ts'
import { answersSeen } from './answers-seen.ts'
import { conforms } from './conforms.ts'
import { MEND_ANSWERS } from './mends.ts'
import { rfc, text } from '../../source.ts'

export const problemsConform = check({
  id: 'openapi/problems-conform',
  claim: 'Failures are as they are described.',
  severity: 'should',
  source: [
    text('OpenAPI 3.1.1 section 4.8.16', 'https://spec.openapis.org/oas/v3.1.1.html#responses-object'),
    rfc(9457, '3'),
  ],
  mend: MEND_ANSWERS,
  needs: ['description'],
  async run(inspection) {
    return across(await answersSeen(inspection), NONE, ({ name, operation, answered }) => {
      const { answer } = answered
      if (answer.status < 400 || answer.status >= 500) return undefined
      return conforms(inspection.target, name, operation, answered)
    })
  },
  flaw: tampered((answer) => {
    if (answer.status === 422) answer.body = Buffer.from('{"error":"Unprocessable"}')
  }),
})

const NONE = 'No failure with a described body could be provoked.'
