import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { carriersFor } from './carriers.ts'
import { LIMIT_HEADS } from './mends.ts'
import { expectLimit } from './pour.ts'

export const longField = check({
  id: 'http/long-field',
  claim: 'A header field that is too long is refused with 431, or another 4xx.',
  severity: 'should',
  source: [rfc(9110, '5.4'), rfc(6585, '5')],
  mend: LIMIT_HEADS,
  run(inspection) {
    const { page, host } = carriersFor(inspection.target)
    return expectLimit(inspection, {
      what: 'a header field',
      begin: `GET ${page} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nX-A: `,
      filler: 'a',
      end: '\r\n\r\n',
      expected: '431',
    })
  },
  flaw: sloppy({ headUnlimited: true, timePerByte: true }),
})
