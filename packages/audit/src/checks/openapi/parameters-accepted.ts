import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { boundaries } from '../../values/boundaries.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { parameterCalls } from './parameter-calls.ts'
import { MEND_ENFORCE } from './mends.ts'
import { text } from '../../source.ts'

export const parametersAccepted = check({
  id: 'openapi/parameters-accepted',
  claim: 'What the description allows of a number in a query is accepted, up to each limit.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.12', 'https://spec.openapis.org/oas/v3.1.1.html#parameter-object'),
  mend: MEND_ENFORCE,
  needs: ['description'],
  run({ target, random, send }) {
    const none = 'No query parameter with a limit is described.'
    return across(parameterCalls(target, 'query'), none, (call) => {
      const { description } = target
      if (description === undefined) return undefined
      // Texts may mean something that no schema can say, as a cursor does.
      const limits = boundaries(call.parameter.schema, description, random).filter(
        ({ rule, value }) => rule === 'enum' || (typeof value === 'number' && LIMITS.has(rule)),
      )
      return across(limits.slice(0, 20), none, async ({ says, rule, value }) => {
        const answered = await send(call.with(value))
        if (answered.answer.status < 300) return passed()
        if (![400, 422, 500].includes(answered.answer.status)) return undefined
        return failed(
          `${call.name} refuses ${says}, which its description allows (${rule}): ${statusLine(answered.answer)}.`,
          answered,
          STATUS,
        )
      })
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/limit=100\b/.test(request.url ?? '/')) return pass()
    response.writeHead(400).end('at most 50')
  }),
})

const LIMITS = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'])
