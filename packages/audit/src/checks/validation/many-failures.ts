import { check } from '../../check.ts'
import { acrossBroken } from '../openapi/across-broken.ts'
import { isObject } from '../../target/openapi/document.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { attempt, isRefused } from '../openapi/trials.ts'
import { answerAt } from './lax.ts'
import { MEND_COST } from './mends.ts'
import { text } from '../../source.ts'

export const manyFailures = check({
  id: 'validation/many-failures',
  claim: 'However many mistakes a body has, it is refused, and the answer has an end.',
  severity: 'should',
  source: text('CWE-405', 'https://cwe.mitre.org/data/definitions/405.html'),
  mend: MEND_COST,
  needs: ['description', 'write'],
  run(inspection) {
    return acrossBroken(inspection, NONE, async (call, values) => {
      const wrong = values.find(({ rule }) => rule === 'required')
      const lacking = wrong?.value
      if (wrong === undefined || !isObject(lacking)) return undefined
      if (!isRefused((await call.send({ json: lacking })).answer)) return undefined
      for (const count of [99, 100, 101, 1000]) {
        const more = Array.from({ length: count }, (_, index) => [`unknown${index}`, 1] as const)
        const answered = await attempt(() => call.send({ json: { ...Object.fromEntries(more), ...lacking } }))
        if (answered === undefined) continue
        if (!isRefused(answered.answer))
          return failed(
            `${call.name} was answered with ${statusLine(answered.answer)} to a body that lacks ${wrong.pointer} and has ${count} unknown members; 4xx was expected, as without them.`,
            answered,
            STATUS,
          )
        if (answered.answer.body.length > LARGEST)
          return failed(
            `${call.name} answered ${count} mistakes with ${answered.answer.body.length} bytes; ${LARGEST} would be much.`,
            answered,
            STATUS,
          )
      }
      return passed()
    })
  },
  flaw: answerAt(
    (content) => content.includes('unknown100'),
    (response) => response.writeHead(201).end('{}'),
  ),
})

const NONE = 'No operation is known that requires a member.'
/** Bytes. */
const LARGEST = 500_000
