import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { REFUSE_FRAMING } from './mends.ts'
import { expectRefusal } from './refused.ts'

export const oneEnd = check({
  id: 'http/one-end',
  claim: 'A request with both Content-Length and Transfer-Encoding is the last one on its connection.',
  severity: 'must',
  // "Regardless, the server MUST close the connection after responding to such a request".
  source: [rfc(9112, '6.1'), rfc(9112, '6.3')],
  mend: REFUSE_FRAMING,
  run: (inspection) =>
    expectRefusal(inspection, ({ begin, hidden }, method) => {
      const content = `0\r\n\r\n${hidden}`
      return [
        {
          what: `a ${method} with both Content-Length and Transfer-Encoding`,
          bytes:
            begin(method, `Content-Length: ${content.length}\r\nTransfer-Encoding: chunked\r\n`) + content,
        },
      ]
    }),
  flaw: sloppy({ bothEnds: 'coding' }),
})
