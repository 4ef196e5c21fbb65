import type { Inspection } from '../../run/inspection.ts'
import { across, inconclusive, passed, type Verdict } from '../../verdict.ts'
import type { Http2Connection } from '../../wire/http2/connection.ts'
import type { Http2Options } from '../../wire/http2/open.ts'
import { describeOutcome } from '../../wire/http2/outcome.ts'
import { errorName, type Frame } from '../../wire/http2/frames.ts'
import { encodeFields, type Field } from '../../wire/http2/hpack.ts'
import { headers, windowUpdate } from '../../wire/http2/write.ts'
import { fieldsOf, goodPage, speakHttp2 } from './http2.ts'

/** Frames that a target must not put up with. */
export interface Offence {
  /** What is sent, as the subject of a sentence. */
  readonly says: string
  readonly frames: (connection: Http2Connection) => readonly Frame[] | Promise<readonly Frame[]>
  /** The stream of which it is enough that it is reset. */
  readonly stream?: number
  readonly options?: Http2Options
}

/** Milliseconds for an answer that was on its way. */
const GRACE = 150

/** Whether the target ends the connection, or the stream, upon each offence; each has a connection of its own. */
export function endsUpon(inspection: Inspection, offences: readonly Offence[]): Promise<Verdict> {
  return across(offences, 'Nothing was tried.', async ({ says, frames, stream, options }) => {
    const connection = await speakHttp2(inspection, options)
    if (!(await connection.pings())) return inconclusive('It does not even answer a PING.')
    const mark = await connection.write(...(await frames(connection)))
    const over = () => connection.ended || (stream !== undefined && connection.isReset(stream)) || undefined
    // Frames are handled in their order: who answers a PING behind it has seen it. The second one is for targets that
    // answer a PING ahead of what else they have to say.
    const read = (await connection.pings('audit--1')) && (await connection.pings('audit--2'))
    if ((await connection.until(over, read ? GRACE : 0)) === true)
      return passed(
        connection.goaway === undefined ? undefined : `GOAWAY ${errorName(connection.goaway.code)}`,
      )
    // A server may have its RST_STREAM wait behind the content that waits for the window.
    if (stream !== undefined) {
      await connection.write(windowUpdate(stream, 1 << 20))
      const outcome = await connection.outcome(stream, 1000)
      if (outcome.kind !== 'answer' && outcome.kind !== 'nothing') return passed(describeOutcome(outcome))
    }
    if (!read) return inconclusive(`${says}: neither refused nor put up with within 2 s.`)
    return connection.failed(
      `${says} had no consequence: the connection went on, and a PING behind it was answered. An error was expected.`,
      mark,
    )
  })
}

/** The same upon requests whose fields end with these bytes, in hexadecimal, by what they are. */
export function endsUponFields(
  inspection: Inspection,
  endings: Readonly<Record<string, string>>,
): Promise<Verdict> {
  const good = encodeFields(fieldsOf(inspection, '/'))
  const offences = Object.entries(endings).map(([says, bytes]) => ({
    says,
    frames: () => [headers(1, Buffer.concat([good, Buffer.from(bytes, 'hex')]))],
  }))
  return endsUpon(inspection, offences)
}

/** A request that is malformed. */
export interface MalformedRequest {
  readonly says: string
  readonly change: (good: readonly Field[]) => readonly Field[]
}

/**
 * Whether malformed requests are refused: by a reset stream, the end of the connection, or a failure as an answer, which
 * RFC 9113 section 8.1.1 allows.
 */
export async function refuses(
  inspection: Inspection,
  requests: readonly MalformedRequest[],
): Promise<Verdict> {
  const { path } = await goodPage(inspection)
  return across(requests, 'Nothing was tried.', async ({ says, change }) => {
    const connection = await speakHttp2(inspection)
    const before = connection.raw.exchange.sent.length
    const stream = await connection.request(change(fieldsOf(inspection, path)))
    const outcome = await connection.outcome(stream)
    if (outcome.kind === 'nothing') return inconclusive(`${says} was not answered within 3 s.`)
    if (outcome.kind !== 'answer' || outcome.answer.status >= 400) return passed(describeOutcome(outcome))
    const { sent } = connection.raw.exchange
    return connection.failed(
      `${says} ${describeOutcome(outcome)}, as if it were a good request; an error was expected.`,
      { in: 'sent', from: before, to: sent.length },
    )
  })
}
