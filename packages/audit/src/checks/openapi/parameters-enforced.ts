import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { broken } from '../../values/broken.ts'
import { across } from '../../verdict.ts'
import { refusesAll } from './trials.ts'
import { parameterCalls } from './parameter-calls.ts'
import { MEND_ENFORCE } from './mends.ts'
import { text } from '../../source.ts'

export const parametersEnforced = check({
  id: 'openapi/parameters-enforced',
  claim: 'Each described rule of a parameter, broken alone, is refused.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.12', 'https://spec.openapis.org/oas/v3.1.1.html#parameter-object'),
  mend: MEND_ENFORCE,
  needs: ['description'],
  run(inspection) {
    const { target, random, send } = inspection
    const none = 'No parameter of a GET that answers with success is described.'
    return across(parameterCalls(target, 'query', 'path'), none, (call) => {
      const { description } = target
      if (description === undefined) return undefined
      const trials = broken(call.parameter.schema, description, random, { asText: true }).map(
        ({ says, rule, value }) => ({
          what: `it ${says.replace(/^The value /, '')} (${rule})`,
          content: { json: value },
        }),
      )
      return refusesAll({ name: call.name, send: ({ json }) => send(call.with(json)) }, trials.slice(0, 10))
    })
  },
  flaw: flawed((request, _response, pass) => {
    request.url = request.url?.replace('limit=101', 'limit=100') ?? '/'
    pass()
  }),
})
