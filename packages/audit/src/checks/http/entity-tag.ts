/** Whether a text is one entity tag, weak or strong (RFC 9110 section 8.8.3). */
export function isEntityTag(value: string): boolean {
  return /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(value)
}

export function isWeak(tag: string): boolean {
  return tag.startsWith('W/')
}
