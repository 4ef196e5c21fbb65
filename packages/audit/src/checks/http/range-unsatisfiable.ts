import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { lineOf } from './field-syntax.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged } from './ranges.ts'

export const rangeUnsatisfiable = check({
  id: 'http/range-unsatisfiable',
  claim: 'A range beyond the end is 416 with the length.',
  severity: 'should',
  source: rfc(9110, '15.5.17'),
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, { length }) => {
      const set = `bytes=${length + 1000}-`
      const exchange = await inspection.send({ path, as, headers: { Range: set } })
      const { answer } = exchange
      if (answer.status === 200) return undefined
      if (answer.status !== 416)
        return failed(
          `\`Range: ${set}\` of ${length} bytes was answered with ${statusLine(answer)}; 416 was expected.`,
          exchange,
          STATUS,
        )
      const said = answer.headers.get('content-range')
      if (said === `bytes */${length}`) return passed()
      return failed(
        `416 had ${said === undefined ? 'no Content-Range' : `\`Content-Range: ${said}\``}; "bytes */${length}" was expected, from which a client learns where the end is.`,
        exchange,
        said === undefined ? STATUS : lineOf('Content-Range'),
      )
    })
  },
  flaw: tampered(({ status, headers }) => {
    if (status === 416) delete headers['content-range']
  }),
})
