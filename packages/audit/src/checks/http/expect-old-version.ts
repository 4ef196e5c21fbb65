import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { carriersFor } from './carriers.ts'
import { converse } from './converse.ts'

export const expectOldVersion = check({
  id: 'http/expect-old-version',
  claim: 'A client of HTTP/1.0 gets no interim answer.',
  severity: 'must',
  // "A server that receives a 100-continue expectation in an HTTP/1.0 request MUST ignore that expectation."
  source: [rfc(9110, '10.1.1'), rfc(9110, '15.2')],
  mend: {
    general: 'Send no status of 1xx where the request says HTTP/1.0: its client takes it for the answer.',
  },
  async run(inspection) {
    const { methods, begin } = carriersFor(inspection.target)
    const fields = 'Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n'
    const exchange = await converse(inspection, `${begin(methods.at(-1) ?? 'GET', fields, 'HTTP/1.0')}{}`, 1)
    const interim = exchange.answers.find(({ status }) => status >= 100 && status < 200)
    if (interim !== undefined) {
      const says = 'A request of HTTP/1.0 was answered with 100 (Continue) first.'
      return failed(says, exchange, { in: 'received', from: interim.from, to: interim.to })
    }
    if (exchange.answers.length > 0) return passed()
    return inconclusive('A request of HTTP/1.0 with an Expect field was not answered.')
  },
  flaw: sloppy({ continueForOld: true }),
})
