import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests } from './bad-requests.ts'
import { REFUSE_HOST } from './mends.ts'

export const hostMissing = check({
  id: 'http/host-missing',
  claim: 'A request of HTTP/1.1 without Host is refused.',
  severity: 'must',
  source: rfc(9112, '3.2'),
  mend: REFUSE_HOST,
  run: (inspection) =>
    expectBadRequests(inspection, ({ page }) => [
      { what: 'no Host', bytes: `GET ${page} HTTP/1.1\r\nConnection: close\r\n\r\n` },
    ]),
  flaw: sloppy({ noHost: true }),
})
