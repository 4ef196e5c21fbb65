import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor } from './carriers.ts'
import { converse } from './converse.ts'

export const expectUnknown = check({
  id: 'http/expect-unknown',
  claim: 'An expectation that nobody knows is answered with 417, or passed over.',
  severity: 'should',
  source: rfc(9110, '10.1.1'),
  mend: { general: 'Answer 417 to an Expect that is not 100-continue, or do not look at it.' },
  async run(inspection) {
    const { begin } = carriersFor(inspection.target)
    const exchange = await converse(inspection, begin('GET', 'Expect: the-best\r\nConnection: close\r\n'), 1)
    const [answer] = exchange.answers
    if (answer !== undefined && answer.status < 500 && answer.status > 0) return passed()
    const what = answer === undefined ? 'no answer' : statusLine(answer)
    return failed(`An Expect of "the-best" got ${what}; 417 or the usual answer was expected.`, exchange)
  },
  flaw: sloppy({ unknownExpectBreaks: true }),
})
