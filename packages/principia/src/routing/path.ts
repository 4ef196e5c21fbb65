/**
 * The path of a request in its one canonical form.
 *
 * Invariant: a path is split at its slashes first and each segment is decoded exactly once after
 * that, here; nothing behind this function may decode again. So `%2F` inside a segment is data and
 * never a separator, and `%252e` can never become a dot.
 *
 * Refused (`undefined`): malformed or overlong percent-encoding, encodings of bytes that are not
 * UTF-8, control characters (C0, DEL and C1), and the segments `.` and `..` in any spelling. RFC 3986 section 5.2.4 has
 * every client remove those before it sends; what still arrives was written by hand, to look outside.
 */
export function decodePath(path: string): string[] | undefined {
  const segments = path.slice(1).split('/')
  for (let index = 0; index < segments.length; index++) {
    const decoded = decodeSegment(segments[index] as string)
    if (decoded === undefined) return undefined
    segments[index] = decoded
  }
  return segments
}

function decodeSegment(raw: string): string | undefined {
  const decoded = raw.includes('%') ? decodePercent(raw) : raw
  if (decoded === undefined || decoded === '.' || decoded === '..') return undefined
  return hasControl(decoded) ? undefined : decoded
}

/** Percent-decoding of UTF-8, RFC 3986 section 2.1; `undefined` when it is malformed. */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || (code > 0x7e && code < 0xa0)) return true
  }
  return false
}

/**
 * Whether a path, or what stands in it between a slash at `from` and `to`, is canonical already: nothing in it to
 * decode or to refuse. Most are.
 */
export function isPlainPath(path: string, from = 0, to = path.length): boolean {
  for (let index = from; index < to; index++) {
    const code = path.charCodeAt(index)
    if (code === 0x25 || code < 0x21 || code > 0x7e) return false
    // A dot that begins a segment may be `.` or `..`; let the full decoder look.
    if (code === 0x2e && path.charCodeAt(index - 1) === 0x2f) return false
  }
  return true
}
