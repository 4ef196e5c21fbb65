import { hash } from 'node:crypto'

/** A strong entity tag of a representation (RFC 9110 section 8.8.3): equal bytes, equal tag. */
export function entityTag(content: string | Uint8Array): string {
  return `"${hash('sha1', content, 'base64url')}"`
}

/**
 * Whether a list of entity tags, such as `If-None-Match` has it, names `tag`. The comparison is weak
 * (RFC 9110 section 8.8.3.2): the prefix `W/` does not count. `*` names every tag.
 */
export function namesTag(list: string, tag: string): boolean {
  if (list === tag || list.trim() === '*') return true
  const opaque = tag.replace(/^W\//, '')
  return [...list.matchAll(/"[\x21\x23-\x7e\x80-\xff]*"/g)].some(([listed]) => listed === opaque)
}
