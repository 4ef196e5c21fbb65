import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { describeOutcome } from '../../wire/http2/outcome.ts'
import { fieldsOf, goodPage, PROTOCOL_MEND, speakHttp2 } from './http2.ts'

export const h2Head = check({
  id: 'http/h2-head',
  claim: 'Over HTTP/2, the answer to HEAD has no content.',
  severity: 'must',
  source: rfc(9110, '9.3.2'),
  mend: PROTOCOL_MEND,
  async run(inspection) {
    const { path } = await goodPage(inspection)
    const connection = await speakHttp2(inspection)
    const stream = await connection.request(fieldsOf(inspection, path, [], 'HEAD'))
    const outcome = await connection.outcome(stream)
    const bytes = connection.received(stream)
    if (bytes > 0)
      return connection.failed(
        `The answer to HEAD ${path} has ${bytes} bytes of content; none were expected.`,
      )
    return outcome.kind === 'answer' ? passed() : inconclusive(`HEAD ${path} ${describeOutcome(outcome)}.`)
  },
  flaw: laxHttp2('head'),
  sound: soundHttp2,
})
