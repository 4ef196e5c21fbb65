import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectSameAsChunked } from './as-chunked.ts'

const CHUNKED = 'Transfer-Encoding: chunked\r\n'

export const chunkExtensions = check({
  id: 'http/chunk-extensions',
  claim:
    'Chunked content is read in every form that it may have: extensions, capitals, zeros, trailer fields.',
  severity: 'must',
  source: [rfc(9112, '7.1'), rfc(9112, '7.1.1')],
  mend: {
    general:
      'Read chunk sizes in both cases and with leading zeros, and pass over extensions and trailer fields.',
  },
  run: (inspection) =>
    expectSameAsChunked(inspection, [
      { what: 'a chunk extension', fields: CHUNKED, content: '2;a\r\nab\r\n0;b=c\r\n\r\n' },
      { what: 'a quoted chunk extension', fields: CHUNKED, content: '2;a="b;c"\r\nab\r\n0\r\n\r\n' },
      { what: 'a size in capitals', fields: CHUNKED, content: `A\r\n0123456789\r\n0\r\n\r\n` },
      { what: 'a size with zeros before it', fields: CHUNKED, content: '0002\r\nab\r\n000\r\n\r\n' },
      { what: 'a trailer field', fields: CHUNKED, content: '2\r\nab\r\n0\r\nX-A: 1\r\n\r\n' },
    ]),
  flaw: sloppy({ extensionsRefused: true }),
  sound: sloppy(),
})
