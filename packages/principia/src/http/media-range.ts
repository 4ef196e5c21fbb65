/** Whether a media type, in lower case and without parameters, is in a range such as `image/*` or `*` `/*`. */
export function inRange(type: string, range: string): boolean {
  if (range === type || range === '*/*') return true
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1))
}

/** A media type in lower case, without its parameters (RFC 9110 section 8.3.1). */
export function essence(type: string): string {
  const semicolon = type.indexOf(';')
  return (semicolon === -1 ? type : type.slice(0, semicolon)).trim().toLowerCase()
}

/** Whether a text is a media type, with or without parameters. A range, such as `image/*`, is none. */
export function isMediaType(type: string): boolean {
  return MEDIA_TYPE.test(essence(type))
}

/** Whether a text is a media range (RFC 9110 section 12.5.1): a media type, `image/*` or `*` `/*`. */
export function isMediaRange(range: string): boolean {
  const bare = essence(range)
  return bare === '*/*' || isMediaType(bare.replace(/\/\*$/, '/x'))
}

// RFC 9110 section 5.6.2, but for the asterisk: it would be a token, and stands for many of them in ranges.
const TOKEN = "[\\w!#$%&'+.^`|~-]+"
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}$`)
