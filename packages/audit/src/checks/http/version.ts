import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests } from './bad-requests.ts'
import { REFUSE_SYNTAX } from './mends.ts'

export const version = check({
  id: 'http/version',
  claim: 'A request line with a version that is none is refused.',
  severity: 'should',
  source: [rfc(9112, '2.3'), rfc(9112, '2.2')],
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectBadRequests(inspection, ({ host, page }) =>
      ['http/1.1', 'HTTP/1.1x', 'HTTP/1', 'HTTPS/1.1', 'HTTP/1,1'].map((label) => ({
        what: `the version "${label}"`,
        bytes: `GET ${page} ${label}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      })),
    ),
  flaw: sloppy({ anyVersion: true }),
})
