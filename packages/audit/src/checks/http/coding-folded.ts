import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { withLength } from './bad-codings.ts'
import { carriersFor } from './carriers.ts'
import { converse, isServed } from './converse.ts'
import { REFUSE_FRAMING } from './mends.ts'

export const codingFolded = check({
  id: 'http/coding-folded',
  claim: 'A Transfer-Encoding whose value stands on the next line is refused, or counts.',
  severity: 'must',
  source: [rfc(9112, '5.2'), rfc(9112, '6.3')],
  mend: REFUSE_FRAMING,
  async run(inspection) {
    const carriers = carriersFor(inspection.target)
    const cases = carriers.methods.flatMap((method) =>
      [' ', '\t'].map((space) => withLength(carriers, method, `Transfer-Encoding:\r\n${space}chunked\r\n`)),
    )
    return across(cases, 'There was nothing to send.', async ({ what, bytes }) => {
      const exchange = await converse(inspection, bytes + carriers.last, 3)
      const [first, second] = exchange.answers
      if (first === undefined && exchange.ended === 'open')
        return inconclusive(`After ${what} the target neither answered nor ended the connection within 2 s.`)
      // Where it counts, there are two ends: three answers show that, and another check judges it.
      if (second === undefined || exchange.answers.filter(isServed).length !== 2) return passed()
      const says = `After ${what} the target went by the Content-Length and answered what followed with ${statusLine(second)}. Expected was 400, or that the folded value counts.`
      return failed(says, exchange, { in: 'received', from: second.from, to: second.to })
    })
  },
  flaw: sloppy({ folds: 'ignored' }),
})
