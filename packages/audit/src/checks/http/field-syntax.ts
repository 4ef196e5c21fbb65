export const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/
const QUOTED = String.raw`"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"`
const PARAMETERS = String.raw`(?:[ \t]*;[ \t]*(?:[!#$%&'*+.^_${'`'}|~\w-]+=(?:[!#$%&'*+.^_${'`'}|~\w-]+|${QUOTED}))?)*`
const MEDIA_TYPE = new RegExp(String.raw`^[!#$%&'*+.^_${'`'}|~\w-]+/[!#$%&'*+.^_${'`'}|~\w-]+${PARAMETERS}$`)

/** Whether a text is a media type with its parameters (RFC 9110 section 8.3.1). */
export function isMediaType(value: string): boolean {
  return MEDIA_TYPE.test(value)
}

/** A media type in lower case, without its parameters: `text/html`. Empty where there is none. */
export function essence(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

/** A parameter of a media type, without its quotes. */
export function parameterOf(contentType: string, name: string): string | undefined {
  const found = new RegExp(`;[ \\t]*${RegExp.escape(name)}=(${QUOTED}|[^;, \\t]*)`, 'i').exec(
    contentType,
  )?.[1]
  return found?.startsWith('"') === true ? found.slice(1, -1).replaceAll(/\\(.)/g, '$1') : found
}

/** The members of a list, trimmed; commas within quotes are no ends (RFC 9110 section 5.6.1). Empty ones are left out. */
export function splitList(value: string): string[] {
  return splitOutside(value, ',')
}

/** The parts of a text between separators that stand in no quotes, trimmed. Empty ones are left out. */
export function splitOutside(value: string, separator: ',' | ';'): string[] {
  const parts: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at <= value.length; at++) {
    const character = value[at]
    if (character === '\\' && quoted) at++
    else if (character === '"') quoted = !quoted
    else if ((character === separator && !quoted) || character === undefined) {
      parts.push(value.slice(from, at).trim())
      from = at + 1
    }
  }
  return parts.filter((part) => part !== '')
}

/** A text for a sentence: not endless, and in one line. */
export function short(value: string, most = 100): string {
  const line = value.replaceAll(/\s+/g, ' ')
  return line.length > most ? `${line.slice(0, most)}…` : line
}

/** Finds the line of a field in what was received. */
export function lineOf(name: string): RegExp {
  return new RegExp(`^${RegExp.escape(name)}:.*$`, 'im')
}
