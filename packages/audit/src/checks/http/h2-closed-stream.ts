import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { data, headers } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND, fieldsOf } from './http2.ts'
import { endsUpon } from './http2-offences.ts'
import { HELD, held } from './http2-held.ts'

export const h2ClosedStream = check({
  id: 'http/h2-closed-stream',
  claim: 'Over HTTP/2, a request that has ended does not go on.',
  severity: 'must',
  source: rfc(9113, '5.1'),
  mend: PROTOCOL_MEND,
  run: (inspection) =>
    endsUpon(inspection, [
      {
        says: 'DATA behind the end of a request',
        stream: 1,
        options: HELD,
        frames: async (connection) => {
          await held(inspection, connection)
          return [data(1, 'more')]
        },
      },
      {
        says: 'HEADERS behind the end of a request',
        stream: 1,
        options: HELD,
        frames: async (connection) => {
          await held(inspection, connection)
          return [headers(1, fieldsOf(inspection, '/'))]
        },
      },
    ]),
  flaw: laxHttp2('closed-stream'),
  sound: soundHttp2,
})
