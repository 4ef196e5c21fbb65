import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectChunksRefused } from './bad-chunks.ts'
import { REFUSE_CHUNKS } from './mends.ts'

export const chunkLineLf = check({
  id: 'http/chunk-line-lf',
  claim: 'A chunk size that is ended by LF alone is refused, and its connection closed.',
  severity: 'should',
  // Section 2.2 lets LF end the lines of the head alone.
  source: [rfc(9112, '7.1'), rfc(9112, '2.2')],
  mend: REFUSE_CHUNKS,
  run: (inspection) =>
    expectChunksRefused(inspection, {
      'LF behind a chunk size': '2\nab\r\n0\r\n\r\n',
      'LF behind a chunk extension': '2;a\nab\r\n0\r\n\r\n',
    }),
  flaw: sloppy({ chunkLf: true }),
})
