import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { REFUSE_SYNTAX } from './mends.ts'
import { expectRefusal } from './refused.ts'

export const malformedCloses = check({
  id: 'http/malformed-closes',
  claim: 'After a message that is none the connection is closed, and nothing behind it is served.',
  severity: 'should',
  source: rfc(9112, '2.2'),
  mend: REFUSE_SYNTAX,
  run: (inspection) =>
    expectRefusal(inspection, ({ host }, method) =>
      method === 'GET'
        ? [
            { what: 'a line that is no request line', bytes: 'this is no request\r\n\r\n' },
            { what: 'a request line of a method alone', bytes: `GET\r\nHost: ${host}\r\n\r\n` },
            { what: 'a target that is none', bytes: `GET nowhere HTTP/1.1\r\nHost: ${host}\r\n : x\r\n\r\n` },
          ]
        : [],
    ),
  flaw: sloppy({ goesOn: true }),
})
