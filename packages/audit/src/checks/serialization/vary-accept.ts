import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { acrossOffers } from '../http/offers.ts'
import { varies } from '../http/vary.ts'
import { toRequest } from '../http/while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

export const varyAccept = check({
  id: 'serialization/vary-accept',
  claim: 'An answer that depends on Accept says so in Vary.',
  severity: 'should',
  source: rfc(9110, '12.5.5'),
  mend: {
    general:
      'Add Accept to Vary wherever the type is chosen, whatever was chosen. A cache otherwise gives XML to the next client, which asked for JSON.',
    stacks: {
      Express: "res.format does it; with req.accepts: res.vary('Accept')",
      Django: '@vary_on_headers("Accept")',
      'Spring Boot': 'ResponseEntity.ok().varyBy("Accept")',
      Rails: 'respond_to does it from 6.1 on',
      'Go net/http': 'w.Header().Add("Vary", "Accept")',
    },
  },
  async run(inspection) {
    return acrossOffers(inspection, async ({ page, types }) => {
      for (const type of types) {
        const exchange = await inspection.send(toRequest(page, { Accept: type }))
        const fault = varies(exchange, 'Accept')
        if (fault !== undefined)
          return failed(
            `${page.path} has ${types.join(' and ')}, and was sent as ${type} ${fault}.`,
            exchange,
            STATUS,
          )
      }
      return passed()
    })
  },
  flaw: tampered(({ headers }) => {
    delete headers['vary']
  }),
})
