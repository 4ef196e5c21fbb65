import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { PROTOCOL_MEND } from './http2.ts'
import { refuses } from './http2-offences.ts'

export const h2ContentLength = check({
  id: 'http/h2-content-length',
  claim: 'Over HTTP/2, a content length that is not that of the content is refused.',
  // The text says MUST; several servers that are used everywhere are lenient here, and nobody is harmed by it alone.
  severity: 'should',
  source: rfc(9113, '8.1.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    refuses(inspection, [
      {
        says: 'A request of no content with "content-length: 10"',
        change: (good) => [...good, ['content-length', '10']],
      },
    ]),
  flaw: laxHttp2('content-length'),
  sound: soundHttp2,
})
