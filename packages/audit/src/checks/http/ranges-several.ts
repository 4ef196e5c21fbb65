import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged, partFault } from './ranges.ts'

export const rangesSeveral = check({
  id: 'http/ranges-several',
  claim: 'Several ranges are sent as parts that each say their place, or the whole is.',
  severity: 'must',
  source: [rfc(9110, '15.3.7.2'), rfc(9110, '14.6')],
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, whole) => {
      const exchange = await inspection.send({ path, as, headers: { Range: 'bytes=0-1,8-9,-2' } })
      const { answer } = exchange
      if (answer.status >= 500)
        return failed(`Three ranges were answered with ${statusLine(answer)}.`, exchange, STATUS)
      if (answer.status === 200)
        return answer.body.equals(whole) && answer.headers.get('accept-ranges') === 'bytes'
          ? passed()
          : undefined
      if (answer.status !== 206 || answer.headers.has('content-encoding')) return undefined
      return partFault(exchange, whole) ?? passed()
    })
  },
  flaw: tampered((answer) => {
    if (String(answer.headers['content-type']).startsWith('multipart/byteranges'))
      answer.body = Buffer.from(
        answer.body.toString('latin1').replaceAll(/Content-Range: .*\r\n/g, ''),
        'latin1',
      )
  }),
})
