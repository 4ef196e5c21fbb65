import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems } from './item.ts'
import { isSuccess, STATUS } from './seen.ts'

export const putStatus = check({
  id: 'crud/put-status',
  claim: 'PUT on what is there is answered with 200 or 204, and not with 201.',
  severity: 'must',
  source: rfc(9110, '9.3.4'),
  mend: {
    general:
      'Answer 201 where PUT has made something, and 200 or 204 where it has replaced what was there; clients tell from it which of the two happened.',
    stacks: {
      Express: 'res.status(existed ? 200 : 201)',
      'Spring Boot': 'return existed ? ResponseEntity.ok(note) : ResponseEntity.created(uri).body(note)',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['replace'], async (item) => {
      const answered = await item.put(item.other().json)
      const { status } = answered.answer
      if (!isSuccess(answered) || status === 202)
        return inconclusive(`PUT ${item.path} was answered with ${statusLine(answered.answer)}.`)
      if (status !== 201) return passed()
      return failed(
        `PUT ${item.path} replaced what was there, and was answered with ${statusLine(answered.answer)}; 200 or 204 was expected.`,
        [
          { exchange: item.shown, says: 'It was there.' },
          { exchange: answered, says: 'Replacing it.' },
        ],
        STATUS,
      )
    }),
  flaw: tampered((answer, { method }) => {
    if (method === 'PUT' && answer.status === 200) answer.status = 201
  }),
})
