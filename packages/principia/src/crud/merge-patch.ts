import { isJsonSchema as isObject } from '../validation/index.ts'

/**
 * JSON Merge Patch (RFC 7396): what the patch has replaces, `null` removes, objects are merged member by
 * member; a list is one value and is replaced whole. Gives a new value and changes neither of the two.
 *
 * @example
 * applyMergePatch({ title: 'a', tags: ['x'] }, { title: null, tags: [] }) // { tags: [] }
 */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = applyMergePatch(Object.hasOwn(merged, name) ? merged[name] : undefined, value)
  }
  return merged
}
