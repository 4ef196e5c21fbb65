import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectChunksRefused } from './bad-chunks.ts'
import { REFUSE_CHUNKS } from './mends.ts'

export const chunkEnd = check({
  id: 'http/chunk-end',
  claim: 'A chunk whose data is not followed by CRLF is refused, and its connection closed.',
  severity: 'should',
  source: [rfc(9112, '7.1'), rfc(9112, '2.2')],
  mend: REFUSE_CHUNKS,
  run: (inspection) =>
    expectChunksRefused(inspection, {
      'other octets in place of the CRLF behind a chunk': '2\r\nabXX0\r\n\r\n',
      'no CRLF behind a chunk': '2\r\nab0\r\n\r\n',
      'LF behind a chunk': '2\r\nab\n0\r\n\r\n',
    }),
  flaw: sloppy({ chunkEnds: true }),
})
