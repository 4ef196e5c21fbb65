import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectChunksRefused } from './bad-chunks.ts'
import { REFUSE_CHUNKS } from './mends.ts'

export const chunkLineCr = check({
  id: 'http/chunk-line-cr',
  claim: 'CR alone does not end the line of a chunk size.',
  severity: 'must',
  // A bare CR: "MUST consider that element to be invalid or replace each bare CR with SP", and "2 ab" is no size.
  source: rfc(9112, '2.2'),
  mend: REFUSE_CHUNKS,
  run: (inspection) => expectChunksRefused(inspection, { 'CR behind a chunk size': '2\rab\r\n0\r\n\r\n' }),
  flaw: sloppy({ chunkCr: true }),
})
