import type { Inspection } from '../../run/inspection.ts'
import { across, failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor, type Carriers } from './carriers.ts'
import { converse, isServed } from './converse.ts'
import type { Malformed } from './refused.ts'

/**
 * Whether what is hidden in the content of requests, another request, stays content. Each is sent with a plain request
 * behind it, so two answers are right, and three show that the content was taken for a request.
 */
export function expectContentRead(
  inspection: Inspection,
  make: (carriers: Carriers, method: string) => readonly Malformed[],
): Promise<Verdict> {
  const carriers = carriersFor(inspection.target)
  const all = carriers.methods.flatMap((method) => make(carriers, method))
  return across(all, 'There was nothing to send.', async ({ what, bytes }) => {
    const exchange = await converse(inspection, bytes + carriers.last, 3)
    const [, second, third] = exchange.answers
    if (second !== undefined && third !== undefined && isServed(second) && isServed(third)) {
      const says = `The content of ${what} was taken for a request of its own, and answered with ${statusLine(second)}.`
      return failed(says, exchange, { in: 'received', from: second.from, to: second.to })
    }
    if (exchange.ended !== 'open') return passed()
    return inconclusive(`After ${what} and a request behind it the target did not end the connection.`)
  })
}
