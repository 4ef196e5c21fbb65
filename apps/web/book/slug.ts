/** Makes anchors from headings: lower case, words joined by hyphens, a leading number dropped, unique within one page. */
export function createSlugger(): (heading: string) => string {
  const taken = new Set<string>()
  return (heading) => {
    const slug = toSlug(heading)
    let unique = slug
    for (let n = 2; taken.has(unique); n++) unique = `${slug}-${n}`
    taken.add(unique)
    return unique
  }
}

function toSlug(heading: string): string {
  const slug = heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/^\s*\d+[.)]\s+/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return slug === '' ? 'section' : slug
}
