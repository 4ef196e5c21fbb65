import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { NoAnswer } from '../../run/inspection.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { deadlineAnswer } from './deadline-answer.ts'
import { withSlow } from './slow-specimen.ts'

const AT_ONCE = 20
/** Times the deadline, and milliseconds besides for the way. */
const LATE = 1.1
const WAY = 250
/** Milliseconds. A longer deadline is not waited for under load. */
const LONGEST = 10_000

export const deadlineInTime = check({
  id: 'context/deadline-in-time',
  claim: 'A request that takes too long is refused at its deadline, however many others wait.',
  severity: 'should',
  source: [
    rfc(9110, '15.6.4'),
    text(
      'Google SRE Book, Addressing Cascading Failures: Latency and Deadlines',
      'https://sre.google/sre-book/addressing-cascading-failures/',
    ),
  ],
  mend: {
    ...deadlineAnswer.mend,
    general:
      'Let the deadline of a request begin when the request comes, and let it count the time in every queue: for a worker, a connection of a pool, a lock.',
  },
  alone: true,
  within: 60_000,
  async run({ send, target }) {
    const { path, within } = need(
      target.slow,
      'It needs an address that takes longer than a request may; name one under "slow".',
    )
    const { answer: first } = await send({ path }, { within, limited: true })
    if (first.status < 500)
      return inconclusive(`${path} was answered with ${statusLine(first)}; see context/deadline-answer.`)
    const deadline = first.firstByte
    if (deadline > LONGEST)
      return inconclusive(
        `Its deadline is ${Math.round(deadline / 1000)} s; set one below ${LONGEST / 1000} s for the audit.`,
      )
    const allowed = LATE * deadline + WAY
    const ask = async () => {
      try {
        const exchange = await send({ path }, { within: 2 * allowed, limited: true })
        return { exchange, took: exchange.answer.firstByte }
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        return { exchange: error.exchange, took: Infinity }
      }
    }
    const slowest = async () => {
      const asked = await Promise.all(Array.from({ length: AT_ONCE }, ask))
      return asked.reduce((one, other) => (other.took > one.took ? other : one))
    }
    // The machine may have had a bad moment.
    const tries = [await slowest(), await slowest()]
    const { exchange, took } = tries.reduce((one, other) => (other.took < one.took ? other : one))
    if (took <= allowed)
      return passed(
        `One was refused after ${Math.round(deadline)} ms, the last of ${AT_ONCE} after ${Math.round(took)} ms.`,
      )
    const when =
      took === Infinity ? `not within ${Math.round(2 * allowed)} ms` : `after ${Math.round(took)} ms`
    return failed(
      `Alone, ${path} is refused after ${Math.round(deadline)} ms; the last of ${AT_ONCE} at once is, ${when}.`,
      exchange,
      STATUS,
    )
  },
  flaw: withSlow(queueing()),
  sound: withSlow(
    flawed((request, response, pass) => {
      if (request.url !== '/slow') return pass()
      setTimeout(() => response.writeHead(503, { 'retry-after': '1' }).end(), 100)
    }),
  ),
})

/** A server in which one waits for the other, and the deadline begins when it is one's turn. */
function queueing() {
  let last = Promise.resolve()
  return flawed((request, response, pass) => {
    if (request.url !== '/slow') return pass()
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    void before.then(() =>
      setTimeout(() => {
        response.writeHead(503).end()
        resolve()
      }, 100),
    )
  })
}
