/**
 * Adds to an answer's `Vary` what its content was selected by (RFC 9110 section 12.5.5).
 *
 * Every `Vary` goes through here, so an answer has one such field with each name once. `*` says that it also
 * depends on what is not in the request, and takes the place of all names.
 *
 * @param headers names and values in turn, as `writeHead` takes them
 * @param names one name, or several with commas between them
 */
export function addVary(headers: string[], names: string): void {
  const at = indexOfVary(headers)
  if (at === -1) {
    headers.push('Vary', names)
    return
  }
  const present = headers[at] as string
  if (present !== names && present !== '*') headers[at] = merge(present, names)
}

function indexOfVary(headers: readonly string[]): number {
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string
    if (name.length === 4 && (name === 'Vary' || name.toLowerCase() === 'vary')) return index + 1
  }
  return -1
}

/** What is merged is written by programs: few pairs, and the same for every request. */
const merges = new Map<string, Map<string, string>>()
const MAX_MERGES = 200

function merge(present: string, names: string): string {
  const known = merges.get(present)?.get(names)
  if (known !== undefined) return known
  const merged = mergeNames(present, names)
  if (merges.size < MAX_MERGES) merges.set(present, new Map(merges.get(present)).set(names, merged))
  return merged
}

function mergeNames(present: string, names: string): string {
  const merged = new Map<string, string>()
  for (const name of `${present},${names}`.split(',').map((part) => part.trim())) {
    if (name === '*') return '*'
    const known = name.toLowerCase()
    if (name !== '' && !merged.has(known)) merged.set(known, name)
  }
  return [...merged.values()].join(', ')
}
