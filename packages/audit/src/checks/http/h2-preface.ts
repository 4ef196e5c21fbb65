import { check } from '../../check.ts'
import { laxHttp2, strictHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { openHttp2Connection } from '../../wire/http2/open.ts'
import { headers } from '../../wire/http2/write.ts'
import { fieldsOf, PROTOCOL_MEND, speakHttp2 } from './http2.ts'

/** As long as the right one, and wrong behind its first lines. */
const WRONG = Buffer.from('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n')

export const h2Preface = check({
  id: 'http/h2-preface',
  claim: 'A client that does not begin as HTTP/2 says is not served over HTTP/2.',
  severity: 'must',
  source: rfc(9113, '3.4'),
  mend: PROTOCOL_MEND,
  async run(inspection) {
    await speakHttp2(inspection)
    const raw = await inspection.connect({ alpn: ['h2'] })
    const connection = await openHttp2Connection(raw, { preface: WRONG })
    if (connection === undefined || connection.ended) return passed()
    const stream = connection.newStream()
    await connection.write(headers(stream, fieldsOf(inspection, '/')))
    const outcome = await connection.outcome(stream, 1000)
    if (outcome.kind === 'answer' || connection.acknowledged)
      return connection.failed(
        'The preface "PRI * HTTP/2.0 XX" was taken for HTTP/2; a connection error was expected.',
        {
          in: 'sent',
          from: 0,
          to: WRONG.length,
        },
      )
    return outcome.kind === 'nothing'
      ? inconclusive('It did not end the connection within 1 s, and did not serve it either.')
      : passed()
  },
  flaw: laxHttp2('preface'),
  sound: strictHttp2,
})
