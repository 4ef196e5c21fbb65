import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { FLAG } from '../../wire/http2/frames.ts'
import { headers } from '../../wire/http2/write.ts'
import { fieldsOf, PROTOCOL_MEND } from './http2.ts'
import { answeredAll } from './http2-same.ts'

export const h2Trailers = check({
  id: 'http/h2-trailers',
  claim: 'Over HTTP/2, a request may have trailers.',
  // It is part of HTTP/2, and servers that are used everywhere lack it.
  severity: 'should',
  source: rfc(9113, '8.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    answeredAll(
      inspection,
      'A request with trailers',
      ({ path }, stream) => [
        headers(stream, fieldsOf(inspection, path, [['trailer', 'x-audit']]), FLAG.END_HEADERS),
        headers(stream, [['x-audit', 'end']]),
      ],
      // A server may refuse a GET with content in words; what it may not do is break the protocol over it.
      (outcome) => outcome.kind === 'answer',
    ),
  flaw: laxHttp2('trailers'),
  sound: soundHttp2,
})
