import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { SETTING } from '../../wire/http2/frames.ts'
import { headers, windowUpdate } from '../../wire/http2/write.ts'
import { fieldsOf, goodPage, PROTOCOL_MEND, speakHttp2 } from './http2.ts'

export const h2FlowControl = check({
  id: 'http/h2-flow-control',
  claim:
    'Over HTTP/2, a server sends no more content than the window lets through, and the rest when it opens.',
  severity: 'must',
  source: [rfc(9113, '6.9'), rfc(9113, '6.9.2')],
  mend: PROTOCOL_MEND,
  async run(inspection) {
    const { path } = await goodPage(inspection)
    const connection = await speakHttp2(inspection, { settings: [[SETTING.INITIAL_WINDOW_SIZE, 0]] })
    if (!connection.acknowledged) return inconclusive('It does not acknowledge settings.')
    const stream = connection.newStream()
    const tooMuch = (allowed: number) => {
      const bytes = connection.received(stream)
      return bytes <= allowed
        ? undefined
        : connection.failed(
            `It sent ${bytes} bytes of content for GET ${path}; the window allowed ${allowed}.`,
          )
    }
    await connection.write(headers(stream, fieldsOf(inspection, path)))
    // With its window shut it may hold the fields back too; two answered PINGs say that it had the time to send.
    if (!(await connection.pings()) || !(await connection.pings()))
      return inconclusive('It does not answer a PING.')
    const early = tooMuch(0)
    if (early !== undefined) return early
    await connection.write(windowUpdate(stream, 1))
    await connection.until(() => connection.received(stream) > 0 || undefined, 1000)
    const more = tooMuch(1)
    if (more !== undefined) return more
    await connection.write(windowUpdate(stream, 16 << 20))
    const outcome = await connection.outcome(stream)
    if (outcome.kind === 'answer') return tooMuch((16 << 20) + 1) ?? passed()
    if (outcome.kind !== 'nothing') return inconclusive('It gave the stream up while its window was shut.')
    return connection.failed(
      `The content of GET ${path} did not come within 3 s after its window was opened.`,
    )
  },
  flaw: laxHttp2('flow-control'),
  sound: soundHttp2,
})
