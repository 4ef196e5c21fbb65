import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectContentRead } from './aligned.ts'

export const contentFramed = check({
  id: 'http/content-framed',
  claim: 'The content of a request is never read as the next request, whatever the method.',
  severity: 'must',
  // "A server MUST read the entire request message body or close the connection after sending its response".
  source: [rfc(9112, '6'), rfc(9112, '9.3')],
  mend: {
    general:
      'Read the content of every request, also where nothing needs it, or end the connection after the answer: it stands before the next request.',
    stacks: {
      "Python's http.server":
        'In each `do_GET`: `self.rfile.read(int(self.headers.get("Content-Length", 0)))`, or `self.close_connection = True`.',
      'Any server on sockets':
        'Frame the message first, by its fields alone, and look at the method afterwards.',
    },
  },
  run: (inspection) =>
    expectContentRead(inspection, ({ begin, hidden }, method) =>
      [method, ...(method === 'GET' ? ['OPTIONS'] : [])].flatMap((each) => [
        {
          what: `a ${each} with Content-Length`,
          bytes: begin(each, `Content-Length: ${hidden.length}\r\n`) + hidden,
        },
        {
          what: `a chunked ${each}`,
          bytes: `${begin(each, 'Transfer-Encoding: chunked\r\n')}${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
        },
      ]),
    ),
  flaw: sloppy({ contentIgnored: true }),
})
