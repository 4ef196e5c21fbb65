import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { essence, lineOf } from '../http/field-syntax.ts'
import { MEND_NEGOTIATION } from '../http/mend-negotiation.ts'
import { acrossOffers } from '../http/offers.ts'
import { toRequest } from '../http/while-steady.ts'

export const negotiates = check({
  id: 'rest/negotiates',
  claim: 'Accept with weights chooses among what is offered.',
  severity: 'should',
  source: [rfc(9110, '12.5.1'), rfc(9110, '12.4.2')],
  mend: MEND_NEGOTIATION,
  async run(inspection) {
    return acrossOffers(inspection, async ({ page, types: [one, other] }) => {
      const wishes: [accept: string, expected: string][] = [
        [`${one};q=0.2, ${other};q=0.9`, other],
        [`${one};q=0.9, ${other};q=0.2`, one],
        [`${one};q=0.5, ${other}`, other],
      ]
      for (const [accept, expected] of wishes) {
        const exchange = await inspection.send(toRequest(page, { Accept: accept }))
        const { status, headers } = exchange.answer
        const type = essence(headers.get('content-type'))
        if (status !== 200 || type !== expected)
          return failed(
            `${page.path} was answered with ${status} and ${type} to \`Accept: ${accept}\`; ${expected} was expected.`,
            exchange,
            lineOf('Content-Type'),
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, _, pass) => {
    request.headers.accept = request.headers.accept?.replaceAll(/;q=[\d.]+/g, '')
    pass()
  }),
})
