import { check } from '../../check.ts'
import { broken } from '../../values/broken.ts'
import { across, need } from '../../verdict.ts'
import { acrossBodies } from './trials.ts'
import { parameterCalls } from './parameter-calls.ts'
import { faultless, ODD, oddMembers } from './faultless.ts'
import { faultAt } from '../validation/lax.ts'
import { MEND_ENFORCE } from './mends.ts'
import { rfc } from '../../source.ts'

export const noServerError = check({
  id: 'openapi/no-server-error',
  claim: 'Nothing that is made from the description, right or wrong, is a fault of the server.',
  severity: 'should',
  source: rfc(9110, '15.6.1'),
  mend: MEND_ENFORCE,
  needs: ['description'],
  async run(inspection) {
    const { target, random, send } = inspection
    const description = need(target.description, 'No OpenAPI document was found.')
    const asked = await across(parameterCalls(target, 'query', 'path'), NONE, async (call) => {
      const wrong = broken(call.parameter.schema, description, random).slice(0, MOST_OF_PARAMETER)
      const values = [...wrong.map(({ value }) => value), ...ODD]
      return await faultless(call.name, values, (value) => send(call.with(value)))
    })
    if (asked.outcome === 'failed' || !target.writable) return asked
    const sent = await acrossBodies(inspection, NONE, async (call) => {
      if (call.schema === undefined) return undefined
      const wrong = broken(call.schema, description, random).slice(0, MOST_OF_BODY)
      const values = [...wrong.map(({ value }) => value), ...oddMembers(call.example())]
      return await faultless(call.name, values, (json) => call.send({ json }))
    })
    return sent.outcome === 'inconclusive' ? asked : sent
  },
  flaw: faultAt((content) => content.includes('"rank":-1')),
})

const NONE = 'No operation with input could be tried.'
const MOST_OF_PARAMETER = 6
const MOST_OF_BODY = 60
