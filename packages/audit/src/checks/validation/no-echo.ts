import { check } from '../../check.ts'
import { across, failed, passed } from '../../verdict.ts'
import { hasType, membersOf } from '../openapi/texts-of.ts'
import { acrossBodies, isRefused } from '../openapi/trials.ts'
import { answerAt } from './lax.ts'
import { MEND_ECHO } from './mends.ts'
import { text } from '../../source.ts'

export const noEcho = check({
  id: 'validation/no-echo',
  claim: 'A value that is refused is not in the answer.',
  severity: 'may',
  source: text('CWE-209', 'https://cwe.mitre.org/data/definitions/209.html'),
  mend: MEND_ECHO,
  needs: ['write'],
  run(inspection) {
    const { target, random } = inspection
    const secret = `hunter2${random.word(12)}`
    return acrossBodies(inspection, 'No refusal could be provoked with a text.', (call) => {
      const members = membersOf(call, target.description)
      const places = members.map(({ name }) => ({
        name,
        value: hasType({ name, schema: members.find((each) => each.name === name)?.schema }, 'string')
          ? { secret }
          : secret,
      }))
      return across(places, 'It has no members.', async ({ name, value }) => {
        const answered = await call.send({ json: { ...call.example(), [name]: value } })
        if (!isRefused(answered.answer)) return undefined
        if (!answered.answer.body.includes(secret)) return passed()
        return failed(
          `${call.name} refused a value of "${name}", and its answer repeats it. Answers are kept in logs, and people type passwords into the wrong field.`,
          answered,
          secret,
        )
      })
    })
  },
  flaw: answerAt(
    (content) => content.includes('hunter2'),
    (response, input) => {
      response.writeHead(422, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ detail: [{ msg: 'Input is not valid', input }] }))
    },
  ),
})
