import { itemPath } from '../../target/item-path.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Resource } from '../../target/target.ts'
import { jsonOf } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { Json } from './body.ts'

/** Where an answer says that what was made is: in Location, else with a member that is an id. */
export function addressOf(
  { answer, origin }: Answered,
  resource: Pick<Resource, 'path'> & Partial<Pick<Resource, 'operations'>>,
): string | undefined {
  const location = answer.headers.get('location')
  const url = location === undefined ? null : URL.parse(location, new URL(resource.path, origin))
  if (url?.origin === origin && url.pathname !== resource.path) return `${url.pathname}${url.search}`
  const id = idIn(jsonOf(answer))
  return id === undefined ? undefined : itemPath(resource, id)
}

const IDS = ['id', '_id', 'uuid', 'key', 'slug']

/** The id that an object has, or the one that is wrapped in it. */
export function idIn(json: unknown): string | number | undefined {
  const own = (object: Json) =>
    IDS.map((name) => object[name]).find((each) => typeof each === 'string' || typeof each === 'number')
  if (!isObject(json)) return undefined
  const wrapped = Object.values(json).flatMap((each) => (isObject(each) ? (own(each) ?? []) : []))
  return own(json) ?? (wrapped.length === 1 ? wrapped[0] : undefined)
}
