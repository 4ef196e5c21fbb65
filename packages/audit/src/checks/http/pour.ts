import type { Inspection } from '../../run/inspection.ts'
import { failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine, type Answer } from '../../wire/answer.ts'
import type { Exchange } from '../../wire/exchange.ts'

/** A head that goes on and on. */
export interface Flood {
  /** What is long: `a request target`. */
  readonly what: string
  readonly begin: string
  /** What is repeated. */
  readonly filler: string
  /** What makes it a whole request. */
  readonly end: string
  /** The status that says what is wrong. */
  readonly expected: string
}

/** Octets: beyond what any server takes for a head unless it has no limit; Go takes 1 MiB. */
const MOST = 4 << 20
/** Octets of a piece, and the milliseconds after it in which an answer may come. The slow way is for certainty. */
const PACES = [
  { piece: 64 << 10, pause: 3 },
  { piece: 4 << 10, pause: 20 },
] as const

/** Statuses that refuse the size of a head. Servers disagree which one is for what. */
const TOO_LONG: ReadonlySet<number> = new Set([400, 413, 414, 431])

/** Whether a head is refused with a status of 4xx before it is 4 MiB long. */
export async function expectLimit(inspection: Inspection, flood: Flood): Promise<Verdict> {
  for (const pace of PACES) {
    const { exchange, answer, finished } = await pour(inspection, flood, pace)
    if (answer !== undefined) return judge(flood, exchange, answer, finished)
    if (exchange.ended === 'open') return inconclusive('Nothing came back within 2 s of 4 MiB.')
    // What is still on its way when a connection is reset may have been an answer: once more, and slowly.
    if (pace === PACES[1]) {
      const sent = `${Math.round(exchange.sent.length / 1024)} KiB`
      return failed(
        `After ${sent} of ${flood.what} the connection was ${exchange.ended} without a word; ${flood.expected} was expected.`,
        exchange,
      )
    }
  }
  throw new Error('unreachable')
}

function judge({ what, expected }: Flood, exchange: Exchange, answer: Answer, finished: boolean): Verdict {
  const sent = `${Math.round(exchange.sent.length / 1024)} KiB`
  const mark = { in: 'received', from: answer.from, to: answer.to } as const
  if (answer.status === 408) return inconclusive(`After ${sent} the time for a head was over (408).`)
  if (TOO_LONG.has(answer.status) || (!finished && answer.status >= 400 && answer.status < 500))
    return passed(`After ${sent} it was ${statusLine(answer)}.`)
  if (finished)
    return failed(
      `${sent} of ${what} were taken, and answered with ${statusLine(answer)}; a limit, and ${expected}, was expected.`,
      exchange,
      mark,
    )
  return failed(
    `After ${sent} of ${what} the answer was ${statusLine(answer)}; ${expected} was expected.`,
    exchange,
    mark,
  )
}

async function pour(
  { connect }: Inspection,
  { begin, filler, end }: Flood,
  { piece, pause }: (typeof PACES)[number],
): Promise<{ readonly exchange: Exchange; readonly answer: Answer | undefined; readonly finished: boolean }> {
  const connection = await connect()
  const bytes = Buffer.from(filler.repeat(Math.ceil(piece / filler.length)))
  await connection.write(begin)
  let answer: Answer | undefined
  for (
    let sent = 0;
    sent < MOST && answer === undefined && connection.ended === 'open';
    sent += bytes.length
  ) {
    await connection.write(bytes)
    answer = await connection.next('GET', pause)
  }
  const finished = answer === undefined && connection.ended === 'open'
  if (finished) await connection.write(end)
  answer ??= await connection.next('GET', 2000)
  const { exchange } = connection
  connection.destroy()
  return { exchange, answer, finished }
}
