import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { essence, lineOf } from '../http/field-syntax.ts'
import { MEND_NEGOTIATION } from '../http/mend-negotiation.ts'
import { acrossOffers } from '../http/offers.ts'
import { toRequest } from '../http/while-steady.ts'

export const negotiation = check({
  id: 'serialization/negotiation',
  claim: 'In Accept the precise range counts before the wide one, and case does not count.',
  severity: 'should',
  source: [rfc(9110, '12.5.1'), rfc(9110, '8.3.1')],
  mend: MEND_NEGOTIATION,
  async run(inspection) {
    return acrossOffers(inspection, async ({ page, types }) => {
      for (const type of types.slice(0, 2)) {
        const [main] = type.split('/')
        const wishes: [accept: string, wanted: boolean][] = [
          [`*/*;q=0.1, ${type};q=0.8`, true],
          [`${type};q=0.1, */*;q=0.8`, false],
          [`${main}/*;q=0, ${type}, */*;q=0.1`, true],
          [type.toUpperCase(), true],
        ]
        for (const [accept, wanted] of wishes) {
          const exchange = await inspection.send(toRequest(page, { Accept: accept }))
          const { status, headers } = exchange.answer
          const got = essence(headers.get('content-type'))
          if (status === 200 && (got === type) === wanted) continue
          return failed(
            `${page.path} was answered with ${status} and ${got} to \`Accept: ${accept}\`; ${wanted ? type : 'another type'} was expected.`,
            exchange,
            lineOf('Content-Type'),
          )
        }
      }
      return passed()
    })
  },
  flaw: flawed((request, _, pass) => {
    const { accept } = request.headers
    if (accept !== undefined && accept === accept.toUpperCase() && accept !== '*/*')
      request.headers.accept = 'audio/none'
    pass()
  }),
})
