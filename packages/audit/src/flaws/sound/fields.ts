/** Members of a list field, trimmed; commas within quoted strings do not part them (RFC 9110 sections 5.6.1 and 5.6.4). */
export function members(value: string): string[] {
  const found = value.match(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g) ?? []
  return found.map(trim).filter((member) => member !== '')
}

/** A value and its parameters, names in lower case (RFC 9110 section 5.6.6). */
export interface Parametrized {
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
}

const PARAMETER = /[ \t]*;[ \t]*(?:([!#$%&'*+.^_`|~\w-]+)=([!#$%&'*+.^_`|~\w-]+|"(?:[^"\\]|\\.)*"))?/y

/** @returns `undefined` where its syntax is wrong, or a parameter is there twice */
export function parametrized(text: string): Parametrized | undefined {
  const end = text.indexOf(';')
  const parameters = new Map<string, string>()
  if (end === -1) return { value: trim(text), parameters }
  for (let at = end; at < text.length; at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at
    const match = PARAMETER.exec(text)
    if (match === null) return undefined
    const [, name, value] = match
    if (name === undefined || value === undefined) continue
    if (parameters.has(name.toLowerCase())) return undefined
    parameters.set(name.toLowerCase(), value.startsWith('"') ? unquote(value) : value)
  }
  return { value: trim(text.slice(0, end)), parameters }
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1')
}

/** Without optional white space (RFC 9110 section 5.6.3). By hand: a pattern would look at a long run of it again and again. */
function trim(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && ' \t'.includes(text.charAt(from))) from++
  while (to > from && ' \t'.includes(text.charAt(to - 1))) to--
  return text.slice(from, to)
}
