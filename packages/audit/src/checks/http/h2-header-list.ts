import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { describeOutcome } from '../../wire/http2/outcome.ts'
import { FLAG, SETTING } from '../../wire/http2/frames.ts'
import { encodeFields } from '../../wire/http2/hpack.ts'
import { continuation, headers } from '../../wire/http2/write.ts'
import { fieldsOf, goodPage, speakHttp2 } from './http2.ts'

/** Bytes: what a server that says nothing of a limit is sent. */
const LARGE = 2 << 20

export const h2HeaderList = check({
  id: 'http/h2-header-list',
  claim: 'Over HTTP/2, a request with more header fields than the server allows is refused.',
  severity: 'should',
  source: [rfc(9113, '10.5.1'), rfc(6585, '5')],
  mend: {
    general: 'Set a limit on the size of header fields, and answer 431 or reset the stream beyond it.',
    stacks: {
      'node:http2': 'createServer({ settings: { maxHeaderListSize: 65_536 } }), which is the default',
      'Go net/http': 'http.Server{MaxHeaderBytes: 64 << 10}',
      nginx: 'large_client_header_buffers 4 8k;',
      'Spring Boot': 'server.max-http-request-header-size=8KB',
    },
  },
  needs: ['write'],
  async run(inspection) {
    const { path } = await goodPage(inspection)
    const connection = await speakHttp2(inspection)
    const allowed = connection.settings.get(SETTING.MAX_HEADER_LIST_SIZE) ?? LARGE
    if (allowed > 2 * LARGE)
      return inconclusive(`It allows ${allowed} bytes of fields, which is too much to go beyond.`)
    const stream = connection.newStream()
    const parts = Math.ceil(allowed / 16_000) + 1
    const written = connection.write(
      headers(stream, fieldsOf(inspection, path), FLAG.END_STREAM),
      ...Array.from({ length: parts }, (_, index) =>
        continuation(
          stream,
          encodeFields([[`x-audit-${index}`, 'a'.repeat(16_000)]]),
          index === parts - 1 ? FLAG.END_HEADERS : 0,
        ),
      ),
    )
    const outcome = await connection.outcome(stream)
    if (outcome.kind === 'nothing') return inconclusive('It neither answered nor gave up within 3 s.')
    if (outcome.kind !== 'answer' || outcome.answer.status >= 400) return passed(describeOutcome(outcome))
    return connection.failed(
      `A request with ${parts * 16_000} bytes of fields was answered with ${outcome.answer.status}; 431 or an error was expected.`,
      await written,
    )
  },
  flaw: laxHttp2('header-block', 'header-list'),
  sound: soundHttp2,
})
