import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { expectSameAsChunked } from './as-chunked.ts'

const CONTENT = '2\r\nab\r\n0\r\n\r\n'

export const codingSpelling = check({
  id: 'http/coding-spelling',
  claim: 'Chunked content is read however its coding is spelt.',
  severity: 'should',
  source: [rfc(9112, '7'), rfc(9112, '5')],
  mend: {
    general: 'Compare names of fields and codings without case, and without the white space around a value.',
  },
  run: (inspection) =>
    expectSameAsChunked(inspection, [
      { what: 'Transfer-Encoding: CHUNKED', fields: 'Transfer-Encoding: CHUNKED\r\n', content: CONTENT },
      { what: 'a tab before the coding', fields: 'Transfer-Encoding:\tchunked\r\n', content: CONTENT },
      { what: 'spaces around the coding', fields: 'Transfer-Encoding:   chunked  \r\n', content: CONTENT },
      {
        what: 'the name of the field in lower case',
        fields: 'transfer-encoding:chunked\r\n',
        content: CONTENT,
      },
    ]),
  flaw: sloppy({ codingExact: true }),
  sound: sloppy(),
})
