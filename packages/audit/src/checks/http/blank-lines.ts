import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor, publicPage } from './carriers.ts'
import { converse } from './converse.ts'

export const blankLines = check({
  id: 'http/blank-lines',
  claim: 'An empty line before a request is passed over.',
  severity: 'should',
  source: rfc(9112, '2.2'),
  mend: {
    general: 'Pass over at least one CRLF before a request line: some clients send one behind content.',
  },
  async run(inspection) {
    publicPage(inspection.target)
    const exchange = await converse(inspection, `\r\n${carriersFor(inspection.target).last}`, 1)
    const [answer] = exchange.answers
    if (answer !== undefined && answer.status < 400) return passed()
    if (answer === undefined && exchange.ended === 'open') return inconclusive('No answer came within 2 s.')
    const what = answer === undefined ? 'the end of the connection' : statusLine(answer)
    return failed(
      `An empty line and a request were answered with ${what}; the page was expected.`,
      exchange,
      {
        in: 'sent',
        from: 0,
        to: 2,
      },
    )
  },
  flaw: sloppy({ noBlankLines: true }),
})
