import { check } from '../../check.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { lax } from '../validation/lax.ts'
import { MEND_STRICT } from './mends.ts'
import { rfc } from '../../source.ts'

export const duplicateMember = check({
  id: 'serialization/duplicate-member',
  claim: 'A member that is there twice is refused.',
  severity: 'may',
  source: [rfc(8259, '4'), rfc(7493, '2.3')],
  mend: MEND_STRICT,
  needs: ['write'],
  run(inspection) {
    return acrossBodies(inspection, 'No operation was found that takes JSON.', (call) => {
      const whole = JSON.stringify(call.example())
      const [name, value] = Object.entries(call.example())[0] ?? []
      if (name === undefined) return undefined
      const body = `{${JSON.stringify(name)}:${JSON.stringify(value)},${whole.slice(1)}`
      return refusesAll(call, [{ what: `"${name}" is there twice`, content: { body } }])
    })
  },
  flaw: lax((content) => JSON.stringify(JSON.parse(content))),
})
