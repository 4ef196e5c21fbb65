import type { Resource } from '../target/target.ts'
import type { RequestSpec } from '../wire/request.ts'

/** A request that makes an item: with POST, or with PUT where clients choose the address. `undefined` where neither is known. */
export function makingOf({
  path,
  as,
  example,
  methods,
  putAt,
}: Pick<Resource, 'path' | 'as' | 'example' | 'methods' | 'putAt'>): RequestSpec | undefined {
  if (putAt !== undefined) return { method: 'PUT', path: putAt(), as, json: example() }
  return methods.includes('create') ? { method: 'POST', path, as, json: example() } : undefined
}
