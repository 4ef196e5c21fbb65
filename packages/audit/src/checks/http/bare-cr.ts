import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { carriersFor } from './carriers.ts'
import { converse, isServed } from './converse.ts'
import { REFUSE_SYNTAX } from './mends.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'

export const bareCr = check({
  id: 'http/bare-cr',
  claim: 'CR alone ends neither a line nor a head.',
  severity: 'must',
  // "MUST consider that element to be invalid or replace each bare CR with SP before processing the element".
  source: rfc(9112, '2.2'),
  mend: REFUSE_SYNTAX,
  async run(inspection) {
    const { page, host } = carriersFor(inspection.target)
    const hidden = `GET ${inspection.target.missing()} HTTP/1.0`
    const bytes = `GET ${page} HTTP/1.1\r\nHost: ${host}\r\nX-A: a\r\r${hidden}\r\n\r\n`
    const exchange = await converse(inspection, bytes, 2)
    const [first, second] = exchange.answers
    if (first !== undefined && second !== undefined && isServed(second)) {
      const says = `Behind two CR the value of a field went on; it was taken for a request, and answered with ${statusLine(second)}.`
      return failed(says, exchange, { in: 'received', from: second.from, to: second.to })
    }
    return first === undefined && exchange.ended === 'open'
      ? inconclusive('The target neither answered nor ended the connection within 2 s.')
      : passed()
  },
  flaw: sloppy({ bareCr: true }),
})
