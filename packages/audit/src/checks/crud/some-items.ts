import type { Inspection } from '../../run/inspection.ts'
import type { Resource } from '../../target/target.ts'
import { newBody } from './body.ts'
import { clear, create } from './create.ts'
import { whyNot } from './makeable.ts'
import type { List } from './list.ts'

/** Several items that were made for one check, in the order in which they were made; deleted when it is done with them. */
export interface SomeItems extends AsyncDisposable {
  readonly markers: string[]
  /** By the markers. */
  readonly paths: Map<string, string | undefined>
  /** Makes one more, and gives its marker. */
  readonly more: () => Promise<string>
}

/** At once; a few at a time would take longer than what is looked at. */
const AT_ONCE = 10

/** Several items for a list, where they can be made. */
export async function itemsFor(
  inspection: Inspection,
  { resource }: List,
  count: number,
): Promise<SomeItems | undefined> {
  const canMake = resource?.methods.includes('create') === true && inspection.target.writable
  if (resource === undefined || !canMake || (await whyNot(inspection, resource)) !== undefined)
    return undefined
  return someItems(inspection, resource, count)
}

/** @throws CannotTell where they cannot be made */
export async function someItems(
  inspection: Inspection,
  resource: Resource,
  count: number,
): Promise<SomeItems> {
  const markers: string[] = []
  const paths = new Map<string, string | undefined>()
  const more = async () => {
    const body = newBody(resource, inspection.random)
    const { path } = await create(inspection, resource, body)
    markers.push(body.marker)
    paths.set(body.marker, path)
    return body.marker
  }
  const items: SomeItems = {
    markers,
    paths,
    more,
    [Symbol.asyncDispose]: () => clear(inspection, resource, [...paths.values()]),
  }
  try {
    for (let left = count; left > 0; left -= AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, more))
    return items
  } catch (error) {
    await items[Symbol.asyncDispose]()
    throw error
  }
}
