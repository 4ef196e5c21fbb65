/** Whether a text is one entity tag, weak or strong (RFC 9110 section 8.8.3). */
export function isEntityTag(value: string): boolean {
  return /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(value)
}

export function isWeak(tag: string): boolean {
  return tag.startsWith('W/')
}

/** Whether two tags are equal where W/ does not count (RFC 9110 section 8.8.3.2). */
export function equalWeakly(one: string, other: string): boolean {
  return one.replace(/^W\//, '') === other.replace(/^W\//, '')
}
