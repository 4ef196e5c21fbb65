import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { FLAG } from '../../wire/http2/frames.ts'
import { encodeFields } from '../../wire/http2/hpack.ts'
import { continuation, headers } from '../../wire/http2/write.ts'
import { fieldsOf, goodPage, PROTOCOL_MEND, speakHttp2 } from './http2.ts'

/** Frames of 16 KB that are sent at most: 4 MB, four times what the most generous server takes. */
const MOST = 256

export const h2HeaderBlock = check({
  id: 'http/h2-header-block',
  claim: 'Over HTTP/2, a field block that goes on and on is given up.',
  severity: 'must',
  source: [rfc(9113, '10.5.1'), rfc(9113, '6.10')],
  mend: {
    ...PROTOCOL_MEND,
    general:
      'CONTINUATION frames without an end fill the memory of a server that does not count them (CVE-2024-27316 and others of that year). Update the server or proxy, and set a limit on the size of header fields.',
  },
  needs: ['write'],
  async run(inspection) {
    const { path } = await goodPage(inspection)
    const connection = await speakHttp2(inspection)
    const stream = connection.newStream()
    const more = continuation(stream, encodeFields([['x-audit', 'a'.repeat(16_000)]]), 0)
    const over = () => connection.ended || connection.isReset(stream) || undefined
    const mark = await connection.write(headers(stream, fieldsOf(inspection, path), FLAG.END_STREAM))
    for (let sent = 0; sent < MOST; sent += 16) {
      // Nobody has to read it: what is not read within a moment is a way to refuse, too.
      const written = connection.write(...Array.from({ length: 16 }, () => more))
      await Promise.race([written, connection.until(over, 1000)])
      if ((await connection.until(over, 0)) === true) return passed()
    }
    // Frames are handled in their order, and this one ends the block.
    void connection.write(continuation(stream, Buffer.alloc(0)))
    const outcome = await connection.outcome(stream, 3000)
    if (outcome.kind === 'nothing')
      return inconclusive('It took 4 MB of fields, and neither answered nor gave up within 3 s.')
    if (outcome.kind !== 'answer' || outcome.answer.status >= 400) return passed()
    return connection.failed(
      `A request with ${MOST} CONTINUATION frames of 16 KB was answered with ${outcome.answer.status}; an error was expected long before.`,
      mark,
    )
  },
  flaw: laxHttp2('header-block', 'header-list'),
  sound: soundHttp2,
})
