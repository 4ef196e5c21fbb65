import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { describeOutcome } from '../../wire/http2/outcome.ts'
import { encodeFields, encodeIndexedLiteral } from '../../wire/http2/hpack.ts'
import { headers } from '../../wire/http2/write.ts'
import { fieldsOf, goodPage, PROTOCOL_MEND, speakHttp2 } from './http2.ts'

/** Index 62 is the newest entry of the table (RFC 7541 section 2.3.3). */
const NEWEST = 0x80 | 62
const TIMES = 3000
const VALUE = 'a'.repeat(3000)

export const h2HpackBomb = check({
  id: 'http/h2-hpack-bomb',
  claim: 'Over HTTP/2, a few bytes that stand for megabytes of fields are refused.',
  severity: 'must',
  source: [rfc(7541, '7.3'), rfc(9113, '10.5.1')],
  mend: {
    ...PROTOCOL_MEND,
    general:
      'Count the size of fields as they are decoded, not as they come, and refuse beyond the limit. Update the server or proxy.',
  },
  needs: ['write'],
  async run(inspection) {
    const { path } = await goodPage(inspection)
    const connection = await speakHttp2(inspection)
    const stream = connection.newStream()
    const block = Buffer.concat([
      encodeFields(fieldsOf(inspection, path)),
      encodeIndexedLiteral(['x-audit', VALUE]),
      Buffer.alloc(TIMES, NEWEST),
    ])
    const mark = await connection.write(headers(stream, block))
    const outcome = await connection.outcome(stream, 5000)
    if (outcome.kind === 'nothing') return inconclusive('It neither answered nor gave up within 5 s.')
    if (outcome.kind !== 'answer' || outcome.answer.status >= 400) return passed(describeOutcome(outcome))
    return connection.failed(
      `${block.length} bytes that stand for ${TIMES * VALUE.length} bytes of fields were answered with ${outcome.answer.status}; an error was expected.`,
      mark,
    )
  },
  flaw: laxHttp2('header-list'),
  sound: soundHttp2,
})
