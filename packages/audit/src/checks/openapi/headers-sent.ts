import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { answersSeen } from './answers-seen.ts'
import { MEND_ANSWERS } from './mends.ts'
import { text } from '../../source.ts'

export const headersSent = check({
  id: 'openapi/headers-sent',
  claim: 'The header fields that are described of an answer are sent.',
  severity: 'may',
  source: text('OpenAPI 3.1.1 section 4.8.17', 'https://spec.openapis.org/oas/v3.1.1.html#response-object'),
  mend: MEND_ANSWERS,
  needs: ['description'],
  async run(inspection) {
    return across(
      await answersSeen(inspection),
      'No header field of an answer is described.',
      ({ name, operation, answered }) => {
        const { answer } = answered
        const described = operation.answers[answer.status]?.headers ?? []
        if (described.length === 0) return undefined
        const lost = described.filter((field) => !answer.headers.has(field))
        if (lost.length === 0) return passed()
        return failed(
          `${name} was answered with ${answer.status} without ${lost.join(', ')}, which is described.`,
          answered,
          STATUS,
        )
      },
    )
  },
  flaw: tampered((answer, { url = '' }) => {
    if (url.startsWith('/notes')) delete answer.headers['location']
  }),
})
