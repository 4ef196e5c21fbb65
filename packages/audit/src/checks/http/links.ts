import { splitList, splitOutside, TOKEN } from './field-syntax.ts'

export interface Link {
  /** As it was written. */
  readonly target: string
  readonly rel: string | undefined
}

/** The links of a Link field (RFC 8288 section 3). `undefined` where it cannot be read. */
export function parseLinks(value: string): Link[] | undefined {
  const hidden: string[] = []
  // Addresses may have commas, semicolons and quotes of their own.
  const plain = value.replaceAll(/<([^<>]*)>/g, (_, target: string) => `<${hidden.push(target) - 1}>`)
  const links: Link[] = []
  for (const member of splitList(plain)) {
    const [first = '', ...parameters] = splitOutside(member, ';')
    const number = /^<(\d+)>$/.exec(first)?.[1]
    if (number === undefined || !parameters.every(isParameter)) return undefined
    const rel = parameters.find((each) => /^rel\s*=/i.test(each))
    links.push({
      target: hidden[Number(number)] ?? '',
      rel: rel?.slice(rel.indexOf('=') + 1).replaceAll(/^\s*"|"\s*$/g, ''),
    })
  }
  return links
}

function isParameter(text: string): boolean {
  const equals = text.indexOf('=')
  const name = (equals === -1 ? text : text.slice(0, equals)).trim()
  if (!TOKEN.test(name)) return false
  if (equals === -1) return true
  const value = text.slice(equals + 1).trim()
  return TOKEN.test(value) || /^"(?:[^"\\]|\\.)*"$/.test(value)
}
