import type { Mend } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import { failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'

/** Milliseconds for the whole check. */
export const WITHIN = 35_000
/** Milliseconds that silence may last: limits of 60 s are common, and cannot be waited for. */
const LONGEST_SILENCE = 21_000
const BETWEEN_BYTES = 200

export const LIMIT_TIME: Mend = {
  general:
    'Limit the time from the first byte of a request to its last, not only the time between two of them: else a few hundred clients that send a byte now and then hold every connection (Slowloris).',
  stacks: {
    'Node.js': 'server.headersTimeout = 15_000; server.requestTimeout = 30_000',
    'Go net/http': '&http.Server{ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}',
    Apache: 'RequestReadTimeout header=20-40,MinRate=500 body=20,MinRate=500',
    nginx: 'client_header_timeout 15s; (client_body_timeout counts between two reads only)',
  },
}

/**
 * Whether a request that never ends is given up, also where it goes on byte by byte. One connection falls silent; one
 * sends bytes. A target that ends the silent one, and long after that not the other, counts silence alone.
 *
 * @param begin the beginning of a request, which any number of `a` may follow
 */
export async function expectWholeLimit(
  { connect, signal }: Inspection,
  what: string,
  begin: string,
): Promise<Verdict> {
  const silent = await connect()
  const dripping = await connect()
  const begun = performance.now()
  await Promise.all([silent.write(begin), dripping.write(begin)])
  const drip = setInterval(() => void dripping.write('a'), BETWEEN_BYTES)
  signal.addEventListener('abort', () => clearInterval(drip))
  try {
    if (!(await silent.closes(LONGEST_SILENCE)))
      return inconclusive(
        `After ${LONGEST_SILENCE / 1000} s of silence in the middle of ${what} the connection was still open. Limits of 60 s are common; set one of 10 s to have it tested.`,
      )
    const silence = performance.now() - begun
    const answer = await silent.next('GET', 1)
    // An answer to half a request that is none about time: it did not wait for the rest.
    if (answer !== undefined && answer.status !== 408 && answer.status < 500)
      return inconclusive(`Half a request was answered with ${statusLine(answer)}.`)
    if (await dripping.closes(silence / 2 + 1000))
      return passed(`It was given up after ${(silence / 1000).toFixed(1)} s.`)
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    const says = `A connection that fell silent in the middle of ${what} was ended after ${(silence / 1000).toFixed(1)} s; one that sent a byte every ${BETWEEN_BYTES} ms was open after ${seconds} s.`
    return failed(says, dripping.exchange)
  } finally {
    clearInterval(drip)
  }
}
