import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged, partFault } from './ranges.ts'

export const range = check({
  id: 'http/range',
  claim: 'One range is 206 with a right Content-Range, and exactly these bytes.',
  severity: 'must',
  source: [rfc(9110, '14.4'), rfc(9110, '15.3.7')],
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, whole) => {
      const { length } = whole
      const asked: [string, first: number, last: number][] = [
        ['0-0', 0, 0],
        ['3-9', 3, 9],
        [`${length - 5}-`, length - 5, length - 1],
        ['-7', length - 7, length - 1],
        [`5-${length + 1000}`, 5, length - 1],
      ]
      let partial = 0
      for (const [set, first, last] of asked) {
        const exchange = await inspection.send({ path, as, headers: { Range: `bytes=${set}` } })
        const { answer } = exchange
        // A server may send the whole instead, and what is compressed is another content.
        if (answer.status === 200 || answer.headers.has('content-encoding')) continue
        if (answer.status !== 206)
          return failed(
            `\`Range: bytes=${set}\` of ${length} bytes was answered with ${statusLine(answer)}; 206, or 200 with all of them, was expected.`,
            exchange,
            STATUS,
          )
        const fault = partFault(exchange, whole)
        if (fault !== undefined) return fault
        const expected = `bytes ${first}-${last}/`
        const said = answer.headers.get('content-range')
        if (said?.startsWith(expected) !== true)
          return failed(
            `\`Range: bytes=${set}\` of ${length} bytes was answered with \`${said}\`; ${expected}${length} was expected.`,
            exchange,
            'Content-Range',
          )
        partial++
      }
      return partial === 0 ? undefined : passed()
    })
  },
  flaw: tampered(({ status, headers }) => {
    const said = headers['content-range']
    // The end of a range is its last byte, and not the one behind it.
    if (status === 206 && typeof said === 'string')
      headers['content-range'] = said.replace(/-(\d+)\//, (_, last) => `-${Number(last) + 1}/`)
  }),
})
