import { check } from '../../check.ts'
import { NO_BODIES } from './across-broken.ts'
import { boundaries } from '../../values/boundaries.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { acrossBodies, isFault, isTaken } from './trials.ts'
import { answerAt } from '../validation/lax.ts'
import { MEND_ENFORCE } from './mends.ts'
import { text } from '../../source.ts'

export const inputAccepted = check({
  id: 'openapi/input-accepted',
  claim: 'What the description allows is accepted, up to each limit.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.24', 'https://spec.openapis.org/oas/v3.1.1.html#schema-object'),
  mend: MEND_ENFORCE,
  needs: ['description', 'write'],
  run(inspection) {
    const { target, random } = inspection
    return acrossBodies(inspection, NO_BODIES, async (call) => {
      const { description } = target
      if (call.schema === undefined || description === undefined) return undefined
      const limits = boundaries(call.schema, description, random).filter(({ pointer }) => pointer !== '')
      const example = call.example()
      return await across(
        limits.slice(0, MOST),
        'Its schema has no limits.',
        async ({ pointer, rule, says, value }) => {
          const [, name = ''] = pointer.split('/')
          // In a body that is known to be taken, so that only the limit is new.
          const json = { ...example, ...call.example(), [name]: (value as Record<string, unknown>)[name] }
          if (description.examine(call.schema ?? true, json, 'request').length > 0) return undefined
          const answered = await call.send({ json })
          const { status, body } = answered.answer
          if (isTaken(answered.answer)) return passed()
          if (isFault(answered.answer))
            return failed(
              `${call.name} was answered with ${statusLine(answered.answer)} to ${says} at ${pointer} (${rule}).`,
              answered,
              STATUS,
            )
          // Rules that no schema can say, such as what is there already, are refused in other ways or with other reasons.
          if (status !== 400 && status !== 422) return undefined
          if (!LIMITS.has(rule) || !body.includes(name)) return undefined
          return failed(
            `${call.name} refuses ${says} at ${pointer}, which its description allows (${rule}): ${statusLine(answered.answer)}.`,
            answered,
            STATUS,
          )
        },
      )
    })
  },
  flaw: answerAt(
    (content) => /"rank":100[,}]/.test(content),
    (response) => {
      response.writeHead(422, { 'content-type': 'application/json' })
      response.end('{"error":"rank must be below 100"}')
    },
  ),
})

const MOST = 40
const LIMITS = new Set([
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'enum',
  'type',
])
