import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossBodies, isFault, isTaken } from '../openapi/trials.ts'
import { MEND_TYPE } from './mends.ts'
import { rfc } from '../../source.ts'

export const typeSpelling = check({
  id: 'serialization/type-spelling',
  claim: 'The name of a media type is taken in any case, and with parameters.',
  severity: 'should',
  source: [rfc(9110, '8.3.1'), rfc(8259, '11')],
  mend: MEND_TYPE,
  needs: ['write'],
  run(inspection) {
    return acrossBodies(inspection, 'No operation was found that takes JSON.', (call) => {
      const [name = ''] = call.type.split(';')
      const spellings = [
        name.toUpperCase(),
        `${name}; charset=utf-8`,
        `${name};charset=UTF-8`,
        `${name}; charset="utf-8"`,
      ]
      return across(spellings, 'No operation was found that takes JSON.', async (type) => {
        const answered = await call.send({ json: call.example(), headers: { 'Content-Type': type } })
        if (isTaken(answered.answer)) return passed()
        // Anything else may have another reason.
        if (answered.answer.status !== 415 && !isFault(answered.answer)) return undefined
        return failed(
          `${call.name} takes ${call.type}, and was answered with ${statusLine(answered.answer)} to \`${type}\`, which is the same.`,
          answered,
          STATUS,
        )
      })
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.url !== '/notes' || request.method !== 'POST') return pass()
    if (request.headers['content-type'] === 'application/json') return pass()
    response.writeHead(415).end()
  }),
})
