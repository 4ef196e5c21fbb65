import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged } from './ranges.ts'

const MALFORMED = [
  'bytes=9-3',
  'bytes=',
  'bytes=-',
  'bytes=a-b',
  'bytes=--3',
  'bytes=0x0-0x9',
  'bytes',
  'bytes=1-2-3',
]

export const rangeMalformed = check({
  id: 'http/range-malformed',
  claim: 'A Range that cannot be read is ignored or refused, and no part is made of it.',
  severity: 'should',
  source: rfc(9110, '14.2'),
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }) => {
      for (const value of MALFORMED) {
        const exchange = await inspection.send({ path, as, headers: { Range: value } })
        const { status } = exchange.answer
        if (status === 206 || status >= 500)
          return failed(
            `\`Range: ${value}\` was answered with ${statusLine(exchange.answer)}; 200, 416 or 400 was expected.`,
            exchange,
            STATUS,
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    if (first === undefined || Number(first) <= Number(last)) return pass()
    response.writeHead(206, { 'content-range': `bytes ${first}-${last}/100` }).end()
  }),
})
