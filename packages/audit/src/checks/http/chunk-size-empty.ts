import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectChunksRefused } from './bad-chunks.ts'
import { REFUSE_CHUNKS } from './mends.ts'

export const chunkSizeEmpty = check({
  id: 'http/chunk-size-empty',
  claim: 'A chunk without a size is refused, and its connection closed.',
  severity: 'should',
  source: [rfc(9112, '7.1'), rfc(9112, '2.2')],
  mend: REFUSE_CHUNKS,
  run: (inspection) =>
    expectChunksRefused(inspection, {
      'a chunk without a size': '2\r\nab\r\n\r\n\r\n',
      'a chunk that has an extension for a size': '2\r\nab\r\n;a\r\n\r\n',
    }),
  flaw: sloppy({ chunkEmpty: true }),
})
