import { setTimeout as sleep } from 'node:timers/promises'
import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { NoAnswer, type Inspection } from '../../run/inspection.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import type { Exchange } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { atOnce } from '../context/at-once.ts'
import { provoked } from './provoked.ts'

const REQUESTS = 120
/** One request in so many fails. */
const SHARE = 3

export const isolated = check({
  id: 'errors/isolated',
  claim: 'A request that fails does not touch the others.',
  severity: 'should',
  source: text(
    'CWE-460 Improper Cleanup on Thrown Exception',
    'https://cwe.mitre.org/data/definitions/460.html',
  ),
  // What others ask meanwhile could fail as well.
  alone: true,
  mend: {
    general:
      'Catch what a handler throws in one place around each request, give back in a `finally` what it holds, and let no fault of one request end the process or a connection that others use.',
    stacks: {
      Express: 'Before version 5 a rejected promise of a handler is not caught: wrap handlers, or update.',
      'Go net/http': 'A panic in a goroutine of your own ends the process: recover there.',
      Django: 'ATOMIC_REQUESTS = True, so that no failed transaction is left on a connection',
    },
  },
  async run(inspection) {
    const page = need(
      inspection.target.pages[0],
      'It needs a page that answers with success; name one under "pages".',
    )
    const { path, as } = page
    const good: RequestSpec = { path, as }
    const alone = async () => (await ask(inspection, good, [])).length === 0
    if (!(await alone()))
      return inconclusive(`${path} fails by itself when it is asked for ${REQUESTS} times.`)
    const bad = (await provoked(inspection)).filter(({ seen }) => (seen?.answer.status ?? 500) >= 400)
    if (bad.length === 0) return inconclusive('No request was found that fails.')
    const among = () =>
      ask(
        inspection,
        good,
        bad.map(({ request }) => request),
      )
    if ((await among()).length === 0) {
      const faults = bad.filter(({ seen }) => (seen?.answer.status ?? 500) >= 500).length
      return passed(`${bad.length} kinds of requests failed, ${faults} of them by a fault of the server.`)
    }
    // It may have had a bad moment for another reason.
    await sleep(500, undefined, { signal: inspection.signal })
    const [broken] = await among()
    if (broken === undefined) return inconclusive('It happened once and not again.')
    await sleep(500, undefined, { signal: inspection.signal })
    const again = (await alone()) ? 'By itself it is answered well.' : 'It is not answered well any more.'
    return failed(
      `While other requests failed, ${path} ${broken.says} ${again}`,
      broken.exchange ?? page.seen,
      STATUS,
    )
  },
  flaw: sharingFaults(),
})

interface Broken {
  readonly says: string
  readonly exchange: Exchange | undefined
}

/** Asks for a page many times among requests that fail, and gives what went wrong with the page. */
async function ask({ send }: Inspection, good: RequestSpec, bad: readonly RequestSpec[]): Promise<Broken[]> {
  const outcomes = await atOnce(REQUESTS, async (index): Promise<Broken | undefined> => {
    const other = index % SHARE === 0 ? bad[(index / SHARE) % bad.length] : undefined
    try {
      const exchange = await send(other ?? good, { limited: other !== undefined })
      return other === undefined && exchange.answer.status >= 500
        ? { says: `was answered with ${statusLine(exchange.answer)}.`, exchange }
        : undefined
    } catch (error) {
      if (!(error instanceof NoAnswer || error instanceof Unreachable)) throw error
      const exchange = error instanceof NoAnswer ? error.exchange : undefined
      return other === undefined ? { says: 'was not answered.', exchange } : undefined
    }
  })
  return outcomes.filter((outcome) => outcome !== undefined)
}

/** A server in which a path that cannot be decoded breaks what all requests use for a moment. */
function sharingFaults() {
  let brokenUntil = 0
  return flawed((request, response, pass) => {
    if (request.url?.includes('%00') === true) brokenUntil = performance.now() + 50
    if (performance.now() < brokenUntil) response.writeHead(500).end()
    else pass()
  })
}
