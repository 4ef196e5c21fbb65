import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectBadRequests } from './bad-requests.ts'
import { REFUSE_SYNTAX } from './mends.ts'

export const versionMissing = check({
  id: 'http/version-missing',
  claim: 'A request line without a version, as in HTTP/0.9, is refused.',
  severity: 'may',
  // An answer without a head is nothing but content that somebody else may have written.
  source: rfc(9112, '3'),
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectBadRequests(inspection, ({ page }) => [
      { what: 'a request line of method and target alone', bytes: `GET ${page}\r\n\r\n` },
    ]),
  flaw: sloppy({ oldest: true }),
  sound: sloppy(),
})
