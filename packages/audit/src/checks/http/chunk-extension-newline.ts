import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectChunksRefused } from './bad-chunks.ts'
import { REFUSE_CHUNKS } from './mends.ts'

export const chunkExtensionNewline = check({
  id: 'http/chunk-extension-newline',
  claim: 'A chunk extension with LF in it is refused, and its connection closed.',
  severity: 'should',
  source: [rfc(9112, '7.1.1'), rfc(9112, '2.2')],
  mend: REFUSE_CHUNKS,
  run: (inspection) =>
    expectChunksRefused(inspection, { 'LF within a chunk extension': '2;a\nb\r\nab\r\n0\r\n\r\n' }),
  flaw: sloppy({ extensionNewlines: true }),
})
