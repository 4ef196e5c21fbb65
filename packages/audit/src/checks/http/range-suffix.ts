import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged, partFault } from './ranges.ts'

export const rangeSuffix = check({
  id: 'http/range-suffix',
  claim: 'The last thousand bytes of a shorter file are all that it has.',
  severity: 'should',
  source: rfc(9110, '14.1.2'),
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, whole) => {
      const ask = (set: string) => inspection.send({ path, as, headers: { Range: `bytes=${set}` } })
      // What has no ranges at all sends all of it to everybody.
      if ((await ask('0-0')).answer.status !== 206) return undefined
      const set = `-${whole.length + 1000}`
      const exchange = await ask(set)
      const { answer } = exchange
      if (answer.status === 200) return passed()
      const fault = answer.status === 206 ? partFault(exchange, whole) : undefined
      if (fault !== undefined) return fault
      if (answer.status === 206 && answer.body.length === whole.length) return passed()
      return failed(
        `\`Range: bytes=${set}\` of ${whole.length} bytes was answered with ${statusLine(answer)} and ${answer.body.length} bytes; all of them were expected.`,
        exchange,
        STATUS,
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/^bytes=-\d{4,}$/.test(request.headers.range ?? '')) return pass()
    response.writeHead(416, { 'content-range': 'bytes */200000' }).end()
  }),
})
