import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { endsUponFields } from './http2-offences.ts'

export const h2HuffmanErrors = check({
  id: 'http/h2-huffman-errors',
  claim: 'Over HTTP/2, a Huffman-coded text that has another end than it may ends the connection.',
  // The text says MUST; several servers that are used everywhere are lenient here, and nobody is harmed by it alone.
  severity: 'should',
  source: rfc(7541, '5.2'),
  mend: PROTOCOL_MEND,
  run: (inspection) => endsUponFields(inspection, UNREADABLE),
  flaw: laxHttp2('hpack'),
  sound: soundHttp2,
})

const UNREADABLE = {
  'A Huffman-coded text with EOS in it': '00016184ffffffff',
  'A Huffman-coded text with more than 7 bits of padding': '00016182ffff',
}
