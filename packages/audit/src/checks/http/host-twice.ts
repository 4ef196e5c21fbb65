import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests, getWith } from './bad-requests.ts'
import { REFUSE_HOST } from './mends.ts'

export const hostTwice = check({
  id: 'http/host-twice',
  claim: 'A request with more than one Host is refused.',
  severity: 'must',
  source: rfc(9112, '3.2'),
  mend: REFUSE_HOST,
  run: (inspection) =>
    expectBadRequests(inspection, (parts) => [
      { what: 'two Host fields', bytes: getWith(parts, 'Host: other.invalid\r\n') },
      { what: 'two equal Host fields', bytes: getWith(parts, `Host: ${parts.host}\r\n`) },
    ]),
  flaw: sloppy({ twoHosts: true }),
  sound: sloppy(),
})
