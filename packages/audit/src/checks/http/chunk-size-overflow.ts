import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectChunksRefused } from './bad-chunks.ts'
import { REFUSE_CHUNKS } from './mends.ts'

export const chunkSizeOverflow = check({
  id: 'http/chunk-size-overflow',
  claim: 'A chunk size beyond what an integer holds is not taken for a small one.',
  severity: 'must',
  // Recipients "MUST anticipate potentially large hexadecimal numerals".
  source: rfc(9112, '7.1'),
  mend: REFUSE_CHUNKS,
  run: (inspection) =>
    expectChunksRefused(
      inspection,
      {
        'a chunk size of 2^64 + 2': '10000000000000002\r\nab\r\n0\r\n\r\n',
        'a chunk size of 2^32 + 2': '100000002\r\nab\r\n0\r\n\r\n',
      },
      { mayWait: true },
    ),
  flaw: sloppy({ chunkWraps: true }),
})
