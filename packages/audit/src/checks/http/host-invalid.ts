import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests } from './bad-requests.ts'
import { REFUSE_HOST } from './mends.ts'

const INVALID = ['a b', 'a/b', 'a?b', 'a#b', 'a@b', 'a\\b', 'a:8x', '[::1', 'a:80:80', '<a>']

export const hostInvalid = check({
  id: 'http/host-invalid',
  claim: 'A request whose Host cannot be a host is refused.',
  severity: 'must',
  source: [rfc(9112, '3.2'), rfc(9110, '7.2')],
  mend: REFUSE_HOST,
  run: (inspection) =>
    expectBadRequests(inspection, ({ page }) =>
      INVALID.map((host) => ({
        what: `a Host of ${JSON.stringify(host)}`,
        bytes: `GET ${page} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      })),
    ),
  flaw: sloppy({ anyHost: true }),
  sound: sloppy(),
})
