import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { MEND_TYPE } from './mends.ts'
import { rfc } from '../../source.ts'

export const unsupportedType = check({
  id: 'serialization/unsupported-type',
  claim: 'Content of a type that is not taken is refused, and is no fault.',
  severity: 'should',
  source: rfc(9110, '15.5.16'),
  mend: MEND_TYPE,
  needs: ['write'],
  run(inspection) {
    return acrossBodies(inspection, 'No operation was found that takes JSON.', (call) => {
      const described = Object.keys(call.operation?.body?.content ?? {}).join(' ')
      const body = JSON.stringify(call.example())
      const types = ['application/x-audit', 'image/png', 'application/xml']
      const trials = types
        .filter((type) => !described.includes(type) && !described.includes('*'))
        .map((type) => ({
          what: `its content is called ${type}`,
          content: { body, headers: { 'Content-Type': type } },
        }))
      return refusesAll(call, trials)
    })
  },
  flaw: flawed((request, _response, pass) => {
    if (request.url === '/notes' && request.headers['content-type'] !== undefined)
      request.headers['content-type'] = 'application/json'
    pass()
  }),
})
