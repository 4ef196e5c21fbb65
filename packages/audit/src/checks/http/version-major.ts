import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests } from './bad-requests.ts'
import { REFUSE_SYNTAX } from './mends.ts'

export const versionMajor = check({
  id: 'http/version-major',
  claim: 'A request line with another major version is refused.',
  severity: 'may',
  // "A server can send a 505": nobody has to.
  source: [rfc(9110, '2.5'), rfc(9110, '15.6.6')],
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectBadRequests(inspection, ({ host, page }) =>
      ['HTTP/2.0', 'HTTP/3.1', 'HTTP/0.1'].map((label) => ({
        what: `the version "${label}"`,
        bytes: `GET ${page} ${label}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      })),
    ),
  flaw: sloppy({ anyVersion: true }),
  sound: sloppy(),
})
