import type { Inspection } from '../../run/inspection.ts'
import { itemPath } from '../../target/item-path.ts'
import type { Operation, Schema } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Resource } from '../../target/target.ts'
import { CannotTell, type Verdict } from '../../verdict.ts'
import { placesOf } from '../../values/places.ts'
import { jsonSchemaOf, type Json } from './body.ts'
import { idIn } from './address.ts'
import { clear } from './create.ts'
import { acrossResources } from './item.ts'
import { listOf } from './list.ts'
import { walk } from './walk.ts'

/** A request that makes several items at once, as it is described. */
export interface Bulk {
  readonly resource: Resource
  readonly path: string
  /** How many operations are described to be allowed. */
  readonly most: number | undefined
  /** Content with an operation for each of these items. */
  readonly bodyFor: (items: readonly Json[]) => unknown
}

/** One verdict for the collections that are described to have such a request. What it makes is deleted. */
export function acrossBulk(
  inspection: Inspection,
  examine: (bulk: Bulk, markers: Set<string>) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  return acrossResources(inspection, ['create', 'list'], async (resource) => {
    const { description } = inspection.target
    const operation = description?.operations.find(
      ({ method, path }) => method === 'POST' && isBulkOf(path, resource.path),
    )
    const bulk = operation && bulkOf(operation, resource, inspection)
    if (bulk === undefined)
      throw new CannotTell(`${resource.path} is not described to take several items in one request.`)
    const markers = new Set<string>()
    try {
      return await examine(bulk, markers)
    } finally {
      const { items } = await walk(inspection, listOf(resource))
      const made = items.filter((each) =>
        [...markers].some((marker) => JSON.stringify(each).includes(marker)),
      )
      const ids = made.flatMap((each) => idIn(each) ?? [])
      await clear(
        inspection,
        resource,
        ids.map((id) => itemPath(resource, id)),
      )
    }
  })
}

function isBulkOf(path: string, collection: string): boolean {
  return (
    path.startsWith(collection) && /^[/:_-](?:bulk|batch)(?:-?create)?$/i.test(path.slice(collection.length))
  )
}

function bulkOf(operation: Operation, resource: Resource, inspection: Inspection): Bulk | undefined {
  const { description } = inspection.target
  const whole = jsonSchemaOf(operation)
  if (whole === undefined || description === undefined) return undefined
  const list = listIn(whole, description.resolve)
  if (list === undefined) return undefined
  const { member, items, most } = list
  const wrap = operationFor(items, resource, inspection)
  if (wrap === undefined) return undefined
  const bodyFor = (all: readonly Json[]) =>
    member === undefined ? all.map(wrap) : { [member]: all.map(wrap) }
  const fits = description.examine(whole, bodyFor([resource.example()]), 'request').length === 0
  return fits ? { resource, path: operation.path, most, bodyFor } : undefined
}

/** The list that content is, or has as its only one. */
export function listIn(schema: Schema, resolve: (schema: Schema) => Schema) {
  const whole = resolve(schema)
  if (!isObject(whole)) return undefined
  const own = Object.entries((whole['properties'] ?? {}) as Record<string, Schema>)
  const lists = [
    [undefined, whole] as const,
    ...own.map(([name, each]) => [name, resolve(each)] as const),
  ].flatMap(([member, each]) =>
    isObject(each) && each['items'] !== undefined ? [{ member, list: each }] : [],
  )
  const [only] = lists
  if (only === undefined || lists.length > 1) return undefined
  const { maxItems, items } = only.list
  return {
    member: only.member,
    items: items as Schema,
    most: typeof maxItems === 'number' ? maxItems : undefined,
  }
}

/** How an item stands in an operation: it is one, or a member of one that says that something is made. */
function operationFor(
  schema: Schema,
  resource: Resource,
  { target: { description }, random }: Inspection,
): ((item: Json) => unknown) | undefined {
  if (description === undefined) return undefined
  const sample = resource.example()
  const fits = (value: unknown) => description.examine(schema, value, 'request').length === 0
  if (fits(sample)) return (item) => item
  const place = placesOf(schema, description, random).find(({ pointer, put }) => {
    const operation = put(sample)
    return /^\/[^/]+$/.test(pointer) && fits(operation) && MAKES.test(JSON.stringify(put({})))
  })
  return place?.put
}

const MAKES = /"(?:create|insert|add|post|new)"/i
