import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { passed } from '../../verdict.ts'
import { data } from '../../wire/http2/write.ts'
import { PROTOCOL_MEND, speakHttp2 } from './http2.ts'

export const h2Goaway = check({
  id: 'http/h2-goaway',
  claim: 'Over HTTP/2, a server says GOAWAY with the reason before it closes a connection upon an error.',
  severity: 'should',
  source: [rfc(9113, '5.4.1'), rfc(9113, '6.8')],
  mend: PROTOCOL_MEND,
  async run(inspection) {
    const connection = await speakHttp2(inspection)
    const mark = await connection.write(data(0, 'x'))
    await connection.until(() => connection.ended || undefined, 1000)
    // GOAWAY and the end may come together.
    const goaway = await connection.until(() => connection.goaway, 300)
    if (goaway === undefined)
      return connection.failed(
        connection.raw.ended === 'open'
          ? 'DATA on stream 0 was followed neither by GOAWAY nor by the end of the connection within 1 s.'
          : 'After DATA on stream 0 the connection was closed without GOAWAY: the client cannot tell which requests were handled.',
        mark,
      )
    if (goaway.code === 0)
      return connection.failed(
        'GOAWAY after DATA on stream 0 has NO_ERROR as its reason; PROTOCOL_ERROR was expected.',
        mark,
      )
    if (goaway.last > 0)
      return connection.failed(
        `GOAWAY says that stream ${goaway.last} may have been handled, and none had been opened.`,
        mark,
      )
    if (await connection.raw.closes(3000)) return passed()
    return connection.failed('The connection was still open 3 s after GOAWAY with an error.', mark)
  },
  flaw: laxHttp2('goaway'),
  sound: soundHttp2,
})
