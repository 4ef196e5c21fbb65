import { NoAnswer, type Inspection } from '../run/inspection.ts'
import { failed, inconclusive, passed, type Verdict } from '../verdict.ts'
import { STATUS, statusLine } from '../wire/answer.ts'
import type { RequestSpec } from '../wire/request.ts'

/**
 * Whether none of these requests, all of them wrong by the client's fault, is answered with the server's (5xx). 503 is
 * left out: it says that there is no time just now. A connection that is closed without an answer is a refusal as well,
 * unless all are.
 */
export async function neverAFault(
  send: Inspection['send'],
  requests: Iterable<RequestSpec>,
): Promise<Verdict> {
  let answered = 0
  for (const request of requests) {
    try {
      const exchange = await send(request)
      answered++
      const { answer } = exchange
      if (answer.status >= 500 && answer.status !== 503)
        return failed(
          `${request.method ?? 'GET'} ${shown(request.path)} was answered with ${statusLine(answer)}: the server's fault (5xx) for what is the client's (4xx).`,
          exchange,
          STATUS,
        )
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
    }
  }
  return answered > 0 ? passed() : inconclusive('It answered none of these requests.')
}

function shown(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}…` : path
}
