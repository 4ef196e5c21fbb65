import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { FLAG, TYPE } from '../../wire/http2/frames.ts'
import { encodeFields } from '../../wire/http2/hpack.ts'
import { PROTOCOL_MEND, fieldsOf } from './http2.ts'
import { endsUpon } from './http2-offences.ts'

export const h2PushPromise = check({
  id: 'http/h2-push-promise',
  claim: 'Over HTTP/2, a client that pushes ends its connection.',
  severity: 'must',
  source: rfc(9113, '8.4'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      {
        says: 'PUSH_PROMISE from a client',
        frames: () => [
          {
            type: TYPE.PUSH_PROMISE,
            flags: FLAG.END_HEADERS,
            stream: 1,
            payload: Buffer.concat([Buffer.of(0, 0, 0, 2), encodeFields(fieldsOf(inspection, '/'))]),
          },
        ],
      },
    ]),
  flaw: laxHttp2('push'),
  sound: soundHttp2,
})
