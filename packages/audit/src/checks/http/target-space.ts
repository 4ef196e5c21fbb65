import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests } from './bad-requests.ts'
import { REFUSE_SYNTAX } from './mends.ts'

export const targetSpace = check({
  id: 'http/target-space',
  claim: 'A request line with white space in its target is refused.',
  severity: 'should',
  source: rfc(9112, '3'),
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectBadRequests(inspection, ({ host, page }) =>
      [`${page}?a b`, `${page}?a HTTP/1.1`].map((target) => ({
        what: `the target ${JSON.stringify(target)}`,
        bytes: `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      })),
    ),
  flaw: sloppy({ targetSpaces: true }),
})
