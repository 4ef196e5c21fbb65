import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { carriersFor } from './carriers.ts'
import { LIMIT_HEADS } from './mends.ts'
import { expectLimit } from './pour.ts'

export const manyFields = check({
  id: 'http/many-fields',
  claim: 'Header fields without end are refused with 431, or another 4xx.',
  severity: 'should',
  source: [rfc(9110, '5.4'), rfc(6585, '5')],
  mend: LIMIT_HEADS,
  run(inspection) {
    const { page, host } = carriersFor(inspection.target)
    return expectLimit(inspection, {
      what: 'header fields',
      begin: `GET ${page} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`,
      filler: `X-A: ${'a'.repeat(57)}\r\n`,
      end: '\r\n',
      expected: '431',
    })
  },
  flaw: sloppy({ headUnlimited: true, timePerByte: true }),
})
