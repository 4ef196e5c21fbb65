import type { Inspection } from '../../run/inspection.ts'
import { inconclusive, passed, type Verdict } from '../../verdict.ts'
import type { Http2Connection } from '../../wire/http2/connection.ts'
import { describeOutcome, type StreamOutcome } from '../../wire/http2/outcome.ts'
import type { Frame } from '../../wire/http2/frames.ts'
import { goodPage, speakHttp2, type GoodPage } from './http2.ts'

/**
 * Whether a page is answered as ever although something was sent that has to be put up with.
 *
 * @param frames the request on the stream that is given, and what comes with it
 * @param wrong tells what else is wrong with an answer
 */
export async function answeredAll(
  inspection: Inspection,
  says: string,
  frames: (page: GoodPage, stream: number, connection: Http2Connection) => readonly Frame[],
  fits: (outcome: StreamOutcome, page: GoodPage) => boolean = hasSameStatus,
): Promise<Verdict> {
  const page = await goodPage(inspection)
  const connection = await speakHttp2(inspection)
  const stream = connection.newStream()
  const mark = await connection.write(...frames(page, stream, connection))
  const outcome = await connection.outcome(stream)
  if (fits(outcome, page)) return passed()
  if (outcome.kind === 'nothing') return inconclusive(`${says} was not answered within 3 s.`)
  return connection.failed(
    `${says} ${describeOutcome(outcome)}; an answer with ${page.answer.status} was expected.`,
    mark,
  )
}

function hasSameStatus(outcome: StreamOutcome, { answer }: GoodPage): boolean {
  return outcome.kind === 'answer' && outcome.answer.status === answer.status
}
