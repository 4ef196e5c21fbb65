import type { Inspection } from '../../run/inspection.ts'
import type { Resource } from '../../target/target.ts'
import { CannotTell } from '../../verdict.ts'

/** Why nothing can be made in a collection; nothing where something can. */
const known = new WeakMap<Resource, Promise<string | undefined>>()

/**
 * Tries once for all checks whether anything can be made in a collection: where it cannot, or only now and then, no other
 * check need wait for it.
 *
 * @param make makes one thing, and deletes it
 */
export function whyNotMakeable(
  inspection: Pick<Inspection, 'signal'>,
  resource: Resource,
  make: () => Promise<unknown>,
): Promise<string | undefined> {
  const before = known.get(resource)
  if (before !== undefined) return before
  const tried = make().then(
    () => undefined,
    (error: unknown) => {
      // Whoever came first may have run out of time; the next one tries again.
      if (inspection.signal.aborted || !(error instanceof CannotTell)) {
        known.delete(resource)
        return undefined
      }
      return error.message
    },
  )
  known.set(resource, tried)
  return tried
}
