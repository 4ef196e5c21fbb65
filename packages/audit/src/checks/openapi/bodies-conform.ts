import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { across } from '../../verdict.ts'
import { answersSeen } from './answers-seen.ts'
import { conforms } from './conforms.ts'
import { MEND_ANSWERS } from './mends.ts'
import { text } from '../../source.ts'

export const bodiesConform = check({
  id: 'openapi/bodies-conform',
  claim: 'Each body of a success fits the schema of its status and media type.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.14', 'https://spec.openapis.org/oas/v3.1.1.html#media-type-object'),
  mend: MEND_ANSWERS,
  needs: ['description'],
  async run(inspection) {
    return across(await answersSeen(inspection), NONE, ({ name, operation, answered }) => {
      const { answer } = answered
      if (answer.status >= 300) return undefined
      return conforms(inspection.target, name, operation, answered)
    })
  },
  flaw: tampered((answer, { url = '' }) => {
    if (url.startsWith('/books'))
      answer.body = Buffer.from(answer.body.toString().replaceAll(/"year":(\d+)/g, '"year":"$1"'))
  }),
})

const NONE = 'No answer of an operation with a described body was seen.'
