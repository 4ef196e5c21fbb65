import { check } from '../../check.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { freeTexts, takesText } from '../openapi/texts-of.ts'
import { acrossBodies, isFault, isRefused, isTaken } from '../openapi/trials.ts'
import { answerAt } from './lax.ts'
import { MEND_LENGTH } from './mends.ts'
import { text } from '../../source.ts'

export const lengthInCharacters = check({
  id: 'validation/length-in-characters',
  claim: 'The length of a text is counted in characters, not in units or bytes.',
  severity: 'should',
  source: text(
    'JSON Schema 2020-12, validation, section 6.3.1',
    'https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.1',
  ),
  mend: MEND_LENGTH,
  needs: ['description', 'write'],
  run(inspection) {
    const { description } = inspection.target
    return acrossBodies(inspection, NONE, (call) => {
      const texts = freeTexts(call, description).filter(({ schema }) => {
        const most = schema?.['maxLength']
        return typeof most === 'number' && most <= 5000
      })
      return across(texts, NONE, async (member) => {
        const most = member.schema?.['maxLength'] as number
        const [plain, emoji] = ['a', '\u{1f600}'].map((each) => each.repeat(most))
        if (!takesText(member, String(emoji), description)) return undefined
        const having = (value: string | undefined) =>
          call.send({ json: { ...call.example(), [member.name]: value } })
        // Only where as many letters are taken, it is the length that is refused.
        if (!isTaken((await having(plain)).answer)) return undefined
        const answered = await having(emoji)
        if (isTaken(answered.answer)) return passed()
        if (!isRefused(answered.answer) && !isFault(answered.answer)) return undefined
        return failed(
          `${call.name} takes ${most} letters in "${member.name}", and answered ${most} emoji with ${statusLine(answered.answer)}: JSON Schema counts characters, and that is as many.`,
          answered,
          STATUS,
        )
      })
    })
  },
  flaw: answerAt(
    (content) =>
      /"title":"([^"]*)"/u.exec(content)?.[1] !== undefined &&
      (/"title":"([^"]*)"/u.exec(content)?.[1]?.length ?? 0) > 200,
    (response) => response.writeHead(422).end('at most 200'),
  ),
})

const NONE = 'No text member with a greatest length is described.'
