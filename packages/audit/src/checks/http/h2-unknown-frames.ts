import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { headers, settings } from '../../wire/http2/write.ts'
import { fieldsOf, PROTOCOL_MEND } from './http2.ts'
import { answeredAll } from './http2-same.ts'

export const h2UnknownFrames = check({
  id: 'http/h2-unknown-frames',
  claim: 'Over HTTP/2, frames and settings that nobody knows are ignored.',
  severity: 'must',
  source: [rfc(9113, '5.5'), rfc(9113, '6.5.2')],
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    answeredAll(
      inspection,
      'A request behind a frame of type 250 and a setting of number 64250',
      ({ path }, stream) => [
        { type: 0xfa, flags: 0xff, stream: 0, payload: Buffer.from('unknown') },
        settings([[0xfafa, 7]]),
        headers(stream, fieldsOf(inspection, path)),
      ],
    ),
  flaw: laxHttp2('unknown-frames'),
  sound: soundHttp2,
})
