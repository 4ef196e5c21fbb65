import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { fieldsOf, PROTOCOL_MEND, speakHttp2 } from './http2.ts'

/** What a client takes that has said nothing else. */
const AT_FIRST = 16_384

export const h2MaxFrameSize = check({
  id: 'http/h2-max-frame-size',
  claim: 'Over HTTP/2, no frame of the server is larger than the client allows.',
  severity: 'must',
  source: rfc(9113, '4.2'),
  mend: PROTOCOL_MEND,
  async run(inspection) {
    const connection = await speakHttp2(inspection)
    const largest = inspection.target.pages
      .filter(({ as }) => as === undefined)
      .toSorted((one, other) => other.seen.answer.body.length - one.seen.answer.body.length)[0]
    if (largest === undefined || largest.seen.answer.body.length <= AT_FIRST)
      return inconclusive(
        `No page of more than ${AT_FIRST} bytes is known; name one under "pages" in the configuration.`,
      )
    await connection.outcome(await connection.request(fieldsOf(inspection, largest.path)))
    const wrong = connection.frames.find(({ payload }) => payload.length > AT_FIRST)
    if (wrong === undefined) return passed()
    return connection.failed(
      `It sent a frame of ${wrong.payload.length} bytes; at most ${AT_FIRST} are allowed.`,
      {
        in: 'received',
        from: wrong.from,
        to: wrong.to,
      },
    )
  },
  flaw: laxHttp2('max-frame-size'),
  sound: soundHttp2,
})
