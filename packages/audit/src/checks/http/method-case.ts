import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { inconclusive } from '../../verdict.ts'
import { expectBadRequests } from './bad-requests.ts'
import { publicPage } from './carriers.ts'

export const methodCase = check({
  id: 'http/method-case',
  claim: 'A method in lower case is another method.',
  severity: 'should',
  source: rfc(9110, '9.1'),
  mend: {
    general:
      'Compare methods as they are: a rule for GET that does not hold for "get" is a way around it. Answer what is not known with 501, or 405.',
  },
  async run(inspection) {
    const { path } = publicPage(inspection.target)
    const unknown = await inspection.send({ method: 'AUDIT', path })
    if (unknown.answer.status < 400)
      return inconclusive('A method that does not exist is answered like GET, so that nothing can be told.')
    return expectBadRequests(inspection, ({ host, page }) => [
      {
        what: 'the method "get"',
        bytes: `get ${page} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      },
    ])
  },
  flaw: sloppy({ anyCase: true }),
  sound: sloppy(),
})
