import type { Dependent } from '../../process/dependents.ts'
import type { Launched } from '../../process/launch.ts'
import { failed, passed, type Verdict } from '../../verdict.ts'

/**
 * Whether requests were answered in time, in whatever way.
 *
 * @param within milliseconds that they had
 * @param meanwhile what was the case: `its database said nothing`
 */
export function judgeSoon(
  dependents: readonly Dependent[],
  { running }: Launched,
  within: number,
  meanwhile: string,
): Verdict {
  const hanging = dependents.find(({ answered }) => answered === undefined)
  if (hanging === undefined) {
    const slowest = Math.max(...dependents.map(({ answered }) => answered?.answer.lastByte ?? 0))
    return passed(`${dependents.length} requests were answered, the slowest after ${Math.round(slowest)} ms.`)
  }
  const { request, exchange } = hanging
  const what = `${request.method ?? 'GET'} ${request.path}`
  return failed(
    running.exit === undefined
      ? `While ${meanwhile}, ${what} got no answer within ${within} ms; a 503 was expected.`
      : `While ${meanwhile}, ${what} got no answer: the process ended with ${running.exit.code}.`,
    exchange,
  )
}
