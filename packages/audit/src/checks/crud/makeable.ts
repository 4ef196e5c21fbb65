import type { Inspection } from '../../run/inspection.ts'
import type { Resource } from '../../target/target.ts'
import { CannotTell } from '../../verdict.ts'
import { newBody } from './body.ts'
import { clear, create } from './create.ts'

const known = new WeakMap<Resource, Promise<string | undefined>>()

/**
 * Why nothing can be made in a collection; nothing where something can. It is tried once for all checks: where nothing can be
 * made, or only now and then, no other check need wait for it.
 */
export function whyNot(inspection: Inspection, resource: Resource): Promise<string | undefined> {
  const before = known.get(resource)
  if (before !== undefined) return before
  const tried = makeOne(inspection, resource)
  known.set(resource, tried)
  return tried
}

async function makeOne(inspection: Inspection, resource: Resource): Promise<string | undefined> {
  try {
    const { path } = await create(inspection, resource, newBody(resource, inspection.random, { alike: true }))
    await clear(inspection, resource, [path])
    return undefined
  } catch (error) {
    if (error instanceof CannotTell && !inspection.signal.aborted) return error.message
    // Whoever came first has run out of time, or broke; the next one tries again.
    known.delete(resource)
    return undefined
  }
}
