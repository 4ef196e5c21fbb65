import { isObject } from '../../target/openapi/document.ts'

/** Whether a member says whose something is, by its name: `owner`, `userId`, `tenant_id`. */
function namesOwner(name: string): boolean {
  return /^(?:owner|user|author|creator|created_?by|tenant)(?:_?(?:id|name|uuid))?$/i.test(name)
}

/** The members of an item that say whose it is, with their values where those are plain. */
export function ownersOf(item: unknown): readonly (readonly [name: string, value: string | number])[] {
  if (!isObject(item)) return []
  return Object.entries(item).flatMap(([name, value]) =>
    namesOwner(name) && (typeof value === 'string' || typeof value === 'number')
      ? [[name, value] as const]
      : [],
  )
}
