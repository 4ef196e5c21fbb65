import { check } from '../../check.ts'
import { acrossBodies, refusesAll } from '../openapi/trials.ts'
import { answerAt } from './lax.ts'
import { MEND_COST } from './mends.ts'
import { owaspApi } from '../../source.ts'

export const hugeArray = check({
  id: 'validation/huge-array',
  claim: 'A body with 50,000 values is refused or taken at once, and is no fault.',
  severity: 'should',
  source: owaspApi('API4', 'Unrestricted Resource Consumption'),
  mend: MEND_COST,
  needs: ['write'],
  run(inspection) {
    return acrossBodies(inspection, 'No operation was found that takes JSON.', async (call) => {
      const example = call.example()
      const [name = 'x'] = Object.keys(example)
      const list = Array.from({ length: 50_000 }, () => 0)
      const bodies = [
        list,
        { ...example, [name]: list },
        Object.fromEntries(list.map((_, index) => [`m${index}`, 0])),
      ]
      return await refusesAll(
        call,
        bodies.map((json) => ({ what: 'it has 50,000 values', content: { json } })),
        { taken: false },
      )
    })
  },
  flaw: answerAt(
    (content) => content.startsWith('[0,0'),
    (response) => response.writeHead(500).end(),
  ),
})
