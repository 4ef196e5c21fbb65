import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { carriersFor } from './carriers.ts'
import { LIMIT_HEADS } from './mends.ts'
import { expectLimit } from './pour.ts'

export const longTarget = check({
  id: 'http/long-target',
  claim: 'A request target that is too long is refused with 414, or another 4xx, instead of a reset.',
  severity: 'should',
  source: [rfc(9112, '3'), rfc(9110, '15.5.15')],
  mend: LIMIT_HEADS,
  run(inspection) {
    const { page, host } = carriersFor(inspection.target)
    return expectLimit(inspection, {
      what: 'a request target',
      begin: `GET ${page}?`,
      filler: 'a',
      end: ` HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      expected: '414',
    })
  },
  flaw: sloppy({ silentLimits: true }),
})
