import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectChunksRefused } from './bad-chunks.ts'
import { REFUSE_CHUNKS } from './mends.ts'

export const chunkSizeSign = check({
  id: 'http/chunk-size-sign',
  claim: 'A chunk size with a sign is refused, and its connection closed.',
  severity: 'should',
  source: [rfc(9112, '7.1'), rfc(9112, '2.2')],
  mend: REFUSE_CHUNKS,
  run: (inspection) =>
    expectChunksRefused(inspection, {
      'a chunk size of "+2"': '+2\r\nab\r\n0\r\n\r\n',
      'a chunk size of "-0"': '-0\r\n\r\n',
    }),
  flaw: sloppy({ chunkSigns: true }),
})
