import { check } from '../../check.ts'
import { documented, operationsIn } from './documented.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { answersSeen } from './answers-seen.ts'
import { describedFor } from './described-answer.ts'
import { MEND_ANSWERS } from './mends.ts'
import { text } from '../../source.ts'

export const statusesDescribed = check({
  id: 'openapi/statuses-described',
  claim: 'Each status that can be provoked is described, the failures too.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.16', 'https://spec.openapis.org/oas/v3.1.1.html#responses-object'),
  mend: MEND_ANSWERS,
  needs: ['description'],
  async run(inspection) {
    const seen = await answersSeen(inspection)
    return across(seen, 'No described operation could be asked.', ({ name, operation, answered }) => {
      const { status } = answered.answer
      if (!TELLING.has(status)) return undefined
      if (describedFor(operation, status) !== undefined) return passed()
      return failed(
        `${name} was answered with ${statusLine(answered.answer)}, and its description has ${Object.keys(operation.answers).join(', ')} only.`,
        answered,
        STATUS,
      )
    })
  },
  flaw: documented((document) => {
    for (const operation of operationsIn(document)) {
      delete operation.responses['422']
      delete operation.responses['default']
    }
  }),
})

/** Others are given by what stands around an operation: a proxy, a limit, a fault. */
const TELLING = new Set([200, 201, 202, 204, 400, 401, 403, 409, 415, 422])
