import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { REFUSE_FRAMING } from './mends.ts'
import { expectRefusal } from './refused.ts'

const FIELDS = 'Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n'

export const codingInOldVersion = check({
  id: 'http/coding-in-old-version',
  claim: 'A request of HTTP/1.0 with Transfer-Encoding is the last one on its connection.',
  severity: 'must',
  // "MUST treat the message as if the framing is faulty, even if a Content-Length is present, and close the connection".
  source: rfc(9112, '6.1'),
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectRefusal(inspection, ({ begin, hidden }, method) => {
      const content = `0\r\n\r\n${hidden}`
      const what = `a ${method} of HTTP/1.0 with Transfer-Encoding`
      return [
        { what, bytes: begin(method, FIELDS, 'HTTP/1.0') + content },
        {
          what: `${what} and Content-Length`,
          bytes: begin(method, `${FIELDS}Content-Length: ${content.length}\r\n`, 'HTTP/1.0') + content,
        },
      ]
    }),
  flaw: sloppy({ codingInOld: true }),
  sound: sloppy(),
})
