/** What the headers of a part in `multipart/form-data` say (RFC 7578 section 4). */
export interface Disposition {
  readonly name: string
  /** `undefined` for a field that is no file. */
  readonly filename: string | undefined
}

/** RFC 2046 section 5.1.1. */
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/

/** The boundary that a `Content-Type` names. */
export function boundaryOf(contentType: string): string | undefined {
  const parameter = /;[ \t]*boundary=(?:"([^"\\]*)"|([^;, \t"]+))[ \t]*(?:;|$)/i.exec(contentType)
  const boundary = parameter?.[1] ?? parameter?.[2]
  return boundary !== undefined && BOUNDARY.test(boundary) ? boundary : undefined
}

/**
 * Reads `Content-Disposition: form-data; name="…"; filename="…"`; `undefined` where it is another, or not
 * well-formed. `filename*` does not count (RFC 7578 section 4.2).
 */
export function readDisposition(header: string | undefined): Disposition | undefined {
  const parameters = /^form-data[ \t]*((?:;.*)?)$/i.exec(header ?? '')?.[1]
  if (parameters === undefined) return undefined
  const found = new Map<string, string>()
  const parameter = /;[ \t]*([\w*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))[ \t]*/gy
  let end = 0
  for (let match = parameter.exec(parameters); match !== null; match = parameter.exec(parameters)) {
    const key = (match[1] as string).toLowerCase()
    if (found.has(key)) return undefined
    found.set(key, match[2] === undefined ? (match[3] as string) : unquote(match[2]))
    end = parameter.lastIndex
  }
  const name = found.get('name')
  if (end !== parameters.length || name === undefined) return undefined
  return { name, filename: found.get('filename') }
}

/** Browsers write a quotation mark as `%22` and line ends as `%0D%0A` (HTML, 4.10.21.8); others with a backslash. */
function unquote(text: string): string {
  return text.replace(
    /\\(["\\])|%(22|0D|0A)/g,
    (_whole, escaped: string | undefined, code: string | undefined) =>
      code === undefined ? (escaped as string) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** What is left of a file's name for people to read: no folders, no control characters, not too long. */
export function labelOf(filename: string): string {
  const last = filename.split(/[/\\]/).at(-1) ?? ''
  const label = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .toWellFormed()
    .trim()
    .slice(0, 255)
    .toWellFormed()
  return /^\.*$/.test(label) ? '' : label
}
