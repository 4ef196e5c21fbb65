import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { essence, lineOf } from '../http/field-syntax.ts'
import { answersSeen } from './answers-seen.ts'
import { contentFor, describedFor } from './described-answer.ts'
import { MEND_ANSWERS } from './mends.ts'
import { text } from '../../source.ts'

export const mediaTypesDescribed = check({
  id: 'openapi/media-types-described',
  claim: 'Each media type that is answered with is described.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.17', 'https://spec.openapis.org/oas/v3.1.1.html#response-object'),
  mend: MEND_ANSWERS,
  needs: ['description'],
  async run(inspection) {
    return across(
      await answersSeen(inspection),
      'No answer with content was seen.',
      ({ name, operation, answered }) => {
        const { answer } = answered
        const described = describedFor(operation, answer.status)
        const types = Object.keys(described?.content ?? {})
        if (described === undefined || types.length === 0 || answer.body.length === 0) return undefined
        if (!answer.headers.has('content-type') || answer.status >= 400) return undefined
        if (contentFor(described, answer) !== undefined) return passed()
        return failed(
          `${name} was answered with ${essence(answer.headers.get('content-type'))}; ${types.join(', ')} is what is described for ${answer.status}.`,
          answered,
          lineOf('Content-Type'),
        )
      },
    )
  },
  flaw: tampered((answer, { url = '' }) => {
    if (url.startsWith('/books')) answer.headers['content-type'] = 'text/html'
  }),
})
