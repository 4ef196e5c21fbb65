/** Where other parts of a list are: relations of RFC 8288 to addresses. */
export type Links = Readonly<Record<string, string>>

/**
 * Writes a `Link` field (RFC 8288 section 3).
 *
 * @example
 * linkHeader({ next: '/orders?after=abc' }) // </orders?after=abc>; rel="next"
 */
export function linkHeader(links: Links): string {
  return Object.entries(links)
    .map(([relation, target]) => `<${target}>; rel="${relation}"`)
    .join(', ')
}

/** The address of the same list with other parameters; `undefined` takes one away. */
export function withParameters(
  path: string,
  query: Readonly<Record<string, unknown>>,
  changed: Readonly<Record<string, string | number | undefined>>,
): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...query, ...changed })) {
    if (value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return text === '' ? path : `${path}?${text}`
}

/**
 * The collection as this request found it. Its address is not known before: modules, versions and the parameters of their paths
 * may stand before the resource's own path.
 */
export function collectionOf(path: string): string {
  return path.replace(/\/$/, '')
}

/** The collection to which the item at this path belongs. */
export function collectionAbove(path: string): string {
  return path.slice(0, collectionOf(path).lastIndexOf('/'))
}
