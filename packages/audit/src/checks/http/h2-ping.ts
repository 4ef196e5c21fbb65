import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { PROTOCOL_MEND, speakHttp2 } from './http2.ts'

export const h2Ping = check({
  id: 'http/h2-ping',
  claim: 'Over HTTP/2, a PING is answered with its own 8 bytes.',
  severity: 'must',
  source: rfc(9113, '6.7'),
  mend: PROTOCOL_MEND,
  async run(inspection) {
    const connection = await speakHttp2(inspection)
    if (await connection.pings(inspection.random.word(8))) return passed()
    if (connection.ended) return inconclusive('It ended the connection.')
    return connection.failed('A PING was not answered with its own bytes within 2 s.')
  },
  flaw: laxHttp2('ping-ack'),
  sound: soundHttp2,
})
