import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { isJson } from '../../wire/answer.ts'
import { answersSeen } from '../openapi/answers-seen.ts'
import { valueOf } from '../openapi/conforms.ts'
import { contentFor, describedFor } from '../openapi/described-answer.ts'
import { undeclared } from './undeclared.ts'
import { MEND_OUTPUT } from './mends.ts'
import { owaspApi } from '../../source.ts'

export const undeclaredOutput = check({
  id: 'validation/undeclared-output',
  claim: 'No answer has a member that its description does not.',
  severity: 'should',
  source: owaspApi('API3', 'Broken Object Property Level Authorization'),
  mend: MEND_OUTPUT,
  needs: ['description'],
  async run(inspection) {
    const { description } = inspection.target
    const seen = await answersSeen(inspection)
    return across(
      seen,
      'No JSON answer with a described object was seen.',
      ({ name, operation, answered }) => {
        const { answer } = answered
        if (description === undefined || answer.status >= 300 || !isJson(answer)) return undefined
        const described = describedFor(operation, answer.status)
        const schema = described === undefined ? undefined : contentFor(described, answer)?.schema
        const value = valueOf(answer)
        if (schema === undefined || value === undefined) return undefined
        const extra = undeclared(schema, value, description)
        if (extra === 'open') return undefined
        if (extra === undefined) return passed()
        return failed(
          `${name} was answered with the member "${extra}", which its description does not have: a field of the store that nobody meant to show looks just so.`,
          answered,
          `"${extra.slice(extra.lastIndexOf('/') + 1)}"`,
        )
      },
    )
  },
  flaw: tampered((answer, { url = '' }) => {
    if (url.startsWith('/books'))
      answer.body = Buffer.from(answer.body.toString().replaceAll('"year":', '"supplierPrice":5,"year":'))
  }),
})
