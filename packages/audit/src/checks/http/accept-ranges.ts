import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { lineOf } from './field-syntax.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged } from './ranges.ts'

export const acceptRanges = check({
  id: 'http/accept-ranges',
  claim: 'What says that it can be had in parts can.',
  severity: 'should',
  source: rfc(9110, '14.3'),
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, _, { answer: whole }) => {
      const said = whole.headers.get('accept-ranges')
      if (said === undefined) return undefined
      const exchange = await inspection.send({ path, as, headers: { Range: 'bytes=2-5' } })
      const { status } = exchange.answer
      if (said === 'bytes' && status === 200)
        return failed(
          `${path} says \`Accept-Ranges: bytes\` and was sent whole to who asked for four bytes.`,
          exchange,
          lineOf('Accept-Ranges'),
        )
      if (said === 'none' && status === 206)
        return failed(
          `${path} says \`Accept-Ranges: none\` and was sent in part.`,
          exchange,
          lineOf('Accept-Ranges'),
        )
      return passed()
    })
  },
  flaw: flawed((request, _, pass) => {
    delete request.headers.range
    pass()
  }),
})
