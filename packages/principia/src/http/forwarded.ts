/** One proxy's words: where a request came from, and how and for which host it was sent. */
export interface Hop {
  readonly for: string | undefined
  readonly proto: string | undefined
  readonly host: string | undefined
}

/** RFC 7239 section 4: a pair, and what stands behind it. The value of a quoted one is narrower than the grammar's. */
const PAIR = /[ \t]*([!#$%&'*+.^_`|~\w-]+)=(?:"([^"\\,;= \t]*)"|([!#$%&'*+.^_`|~\w-]+))[ \t]*([;,]|$)/y

/**
 * Reads a `Forwarded` field, nearest proxy last. One that is malformed anywhere says nothing.
 *
 * What a client sends stands in the same field in front of what a proxy adds. A quotation mark that is left open
 * there would swallow the proxy's words, and one in a host could end it again; so separators in quotes, which no
 * address, scheme or host needs, are malformed.
 */
export function parseForwarded(field: string | undefined): Hop[] {
  const hops: Hop[] = []
  if (field === undefined || field === '') return hops
  let hop: Partial<Record<string, string>> = {}
  PAIR.lastIndex = 0
  while (true) {
    const pair = PAIR.exec(field)
    if (pair === null) return []
    const [, name = '', quoted, plain, separator] = pair
    const known = name.toLowerCase()
    // RFC 7239 section 4: a parameter occurs once in each element.
    if (hop[known] !== undefined) return []
    hop[known] = quoted ?? plain
    if (separator === ';') continue
    hops.push({ for: hop.for, proto: hop.proto, host: hop.host })
    hop = {}
    if (separator === '') return hops
  }
}
