import type { Inspection } from '../../run/inspection.ts'
import { across, failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Exchange } from '../../wire/exchange.ts'
import { carriersFor, type Carriers } from './carriers.ts'
import { converse, isServed } from './converse.ts'

/** A message that is none, and how to say so. */
export interface Malformed {
  /** What is wrong with it: `a Content-Length of "+44"`. */
  readonly what: string
  readonly bytes: string
}

export interface RefusalOptions {
  /** Whether it is sound to wait for more content than there is. */
  readonly mayWait?: boolean
}

/**
 * Whether malformed messages are the last ones on their connections. Each is sent with a plain request behind it. A target
 * that answers that one too has made sense of what has no meaning, and where it took the end of the malformed message to be
 * is not where another server in front of it, or behind, takes it to be. An answer and the end of the connection, whatever
 * the answer is, lets nothing through.
 *
 * @param make the malformed messages for a method, which is one that content may be sent with
 */
export async function expectRefusal(
  inspection: Inspection,
  make: (carriers: Carriers, method: string) => readonly Malformed[],
  { mayWait = false }: RefusalOptions = {},
): Promise<Verdict> {
  const carriers = carriersFor(inspection.target)
  const all = carriers.methods.flatMap((method) => make(carriers, method))
  const converseOn = async (each: Malformed) =>
    [each, await converse(inspection, each.bytes + carriers.last, MOST_ANSWERS)] as const
  // Where waiting is what to expect, it is done once, for all together.
  const together = new Map(mayWait ? await Promise.all(all.map(converseOn)) : [])
  return across(all, 'There was nothing to send.', async (each) => {
    const exchange = together.get(each) ?? (await converseOn(each))[1]
    return judge(each.what, exchange, mayWait)
  })
}

/** To the malformed message, to what is hidden in it, and to what follows. */
const MOST_ANSWERS = 3

function judge(what: string, exchange: Exchange, mayWait: boolean): Verdict {
  const [first, ...others] = exchange.answers
  const served = others.find(isServed)
  if (first !== undefined && served !== undefined) {
    const says = `After ${what}, which was answered with ${statusLine(first)}, the target went on with the connection and answered what followed with ${statusLine(served)}. Expected was 400, and the end of the connection.`
    return failed(says, exchange, { in: 'received', from: served.from, to: served.to })
  }
  if (exchange.ended !== 'open')
    return passed(
      first === undefined ? 'The connection was ended.' : `Answered with ${statusLine(first)}, and ended.`,
    )
  if (mayWait) return passed('It waited for the rest of the content.')
  if (first === undefined)
    return inconclusive(`After ${what} the target neither answered nor ended the connection within 2 s.`)
  // It refused, or it waits for more: either way, nothing of what followed was served.
  if (first.status >= 400) return passed(`Answered with ${statusLine(first)}, and nothing after it.`)
  return inconclusive(
    `After ${what} the target answered with ${statusLine(first)}, and then neither ended the connection nor answered what followed.`,
  )
}
