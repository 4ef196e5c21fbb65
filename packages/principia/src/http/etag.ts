import { hash } from 'node:crypto'

/**
 * An entity tag of a representation (RFC 9110 section 8.8.3): equal bytes, equal tag. A weak one says only that
 * the meaning is the same, which is what holds once something on the way, such as a coding, changes the bytes.
 */
export function entityTag(content: string | Uint8Array, strength: 'strong' | 'weak' = 'strong'): string {
  const opaque = `"${hash('sha1', content, 'base64url')}"`
  return strength === 'weak' ? `W/${opaque}` : opaque
}

/** RFC 9110 section 8.8.3; the characters beyond ASCII are bytes, as node:http gives them. */
const TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/
const WHOLE_TAG = new RegExp(`^${TAG.source}$`)
/** A member of a list, with the commas around it; empty members do not count (RFC 9110 section 5.6.1.2). */
const MEMBER = new RegExp(`[ \\t,]*(${TAG.source})[ \\t]*(?:,|$)`, 'y')

export function isEntityTag(text: string): boolean {
  return WHOLE_TAG.test(text)
}

/** @throws TypeError for what is no entity tag, as a fault of the program: `from` says whose. */
export function checkTag(tag: string, from: string): string {
  if (isEntityTag(tag)) return tag
  throw new TypeError(
    `${from} the ETag "${tag}", which is not an entity tag; it has quotes of its own, as in "\\"v1\\"" or "W/\\"v1\\"" (RFC 9110 section 8.8.3).`,
  )
}

export function isWeak(tag: string): boolean {
  return tag.startsWith('W/')
}

/**
 * Reads a list of entity tags, as `If-Match` and `If-None-Match` have it. A list that the grammar does not
 * allow is empty: it names nothing, so a change is refused and an answer is sent in full.
 */
export function parseTags(list: string): '*' | readonly string[] {
  if (list.trim() === '*') return '*'
  const tags: string[] = []
  let at = 0
  for (;;) {
    MEMBER.lastIndex = at
    const tag = MEMBER.exec(list)?.[1]
    if (tag === undefined) return /^[ \t,]*$/.test(list.slice(at)) ? tags : []
    tags.push(tag)
    at = MEMBER.lastIndex
  }
}

/**
 * Whether a list of entity tags names `tag`. `*` names every tag.
 *
 * RFC 9110 section 8.8.3.2: two tags are equal strongly when neither is weak and they are the same, weakly when
 * they are the same but for the prefix `W/`.
 */
export function namesTag(list: string, tag: string, comparison: 'strong' | 'weak'): boolean {
  if (comparison === 'strong' && isWeak(tag)) return list.trim() === '*'
  if (list === tag) return true
  const tags = parseTags(list)
  if (tags === '*') return true
  if (comparison === 'strong') return tags.includes(tag)
  const opaque = withoutPrefix(tag)
  return tags.some((listed) => withoutPrefix(listed) === opaque)
}

function withoutPrefix(tag: string): string {
  return isWeak(tag) ? tag.slice(2) : tag
}
