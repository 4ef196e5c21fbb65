import type { Inspection } from '../../run/inspection.ts'
import { isObject } from '../../target/openapi/document.ts'
import { jsonOf, sameContent, type Answer } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { lockedAddresses, type Locked } from '../auth/locked.ts'

/** A request that got past a guard, without credentials. */
export interface WayIn {
  readonly place: Locked
  readonly exchange: Answered
}

/**
 * Tries requests without credentials at addresses that refuse nobody, and gives the first that is answered as their user
 * would be.
 *
 * @throws CannotTell where no such address is known
 */
export async function findWayIn(
  inspection: Inspection,
  attempts: (place: Locked) => Iterable<RequestSpec>,
): Promise<WayIn | undefined> {
  for (const place of await lockedAddresses(inspection)) {
    for (const request of attempts(place)) {
      const exchange = await inspection.send(request)
      if (!isAsShown(exchange.answer, place.shown.answer)) continue
      // What another address shows to everybody is no way in.
      const shownToAll =
        request.path !== place.path &&
        request.headers !== undefined &&
        isAsShown((await inspection.send({ path: request.path })).answer, place.shown.answer)
      if (!shownToAll) return { place, exchange }
    }
  }
  return undefined
}

/** Whether an answer is what the user is shown: the same bytes, or JSON with the same members. */
function isAsShown(answer: Answer, shown: Answer): boolean {
  if (answer.status >= 300) return false
  if (sameContent(answer, shown)) return true
  const [one, other] = [jsonOf(answer), jsonOf(shown)]
  const names = isObject(one) ? Object.keys(one) : []
  return (
    names.length > 1 && isObject(other) && names.toSorted().join() === Object.keys(other).toSorted().join()
  )
}
