import type { Resource } from './target.ts'

/** A collection, and what is described of it where anything is. */
type Collection = Pick<Resource, 'path'> & Partial<Pick<Resource, 'operations'>>

/** Where an item of a collection is. */
export function itemPath(collection: Collection, id: string | number): string {
  return itemPathOf(collection, encodeURIComponent(id))
}

/**
 * The same with a segment as it goes out. As it is described; else below the collection, and with a slash at the end
 * where that has one, as in `/notes/` and `/notes/7/`.
 */
export function itemPathOf({ path, operations = {} }: Collection, segment: string): string {
  const described = Object.values(operations).find((each) => each !== undefined && /\}\/?$/.test(each.path))
  const template = described?.path ?? (path.endsWith('/') ? `${path}{id}/` : `${path}/{id}`)
  return template.replace(/\{[^{}]*\}(?=\/?$)/, () => segment)
}
