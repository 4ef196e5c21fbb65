/** The targets of `Link` fields by their relations (RFC 8288 section 3). What is not well formed is left out. */
export function linksIn(fields: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const field of fields)
    for (const [, target = '', parameters = ''] of field.matchAll(LINK)) {
      const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters) ?? []
      for (const relation of (quoted ?? bare ?? '').toLowerCase().split(/\s+/))
        if (relation !== '' && !found.has(relation)) found.set(relation, target)
    }
  return found
}

const LINK = /<([^<>]*)>((?:\s*;\s*[^\s=;,"]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g
