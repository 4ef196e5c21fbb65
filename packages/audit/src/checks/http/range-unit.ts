import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged } from './ranges.ts'

export const rangeUnit = check({
  id: 'http/range-unit',
  claim: 'A Range in a unit that the server does not know is ignored.',
  // The text is a MUST; well-known servers say 416, and no client of today uses another unit.
  severity: 'should',
  source: rfc(9110, '14.2'),
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }) => {
      const exchange = await inspection.send({ path, as, headers: { Range: 'furlongs=0-1' } })
      if (exchange.answer.status === 200) return passed()
      return failed(
        `\`Range: furlongs=0-1\` was answered with ${statusLine(exchange.answer)}; 200 with all of it was expected.`,
        exchange,
        STATUS,
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.headers.range?.startsWith('bytes=') !== false) return pass()
    response.writeHead(416).end()
  }),
})
