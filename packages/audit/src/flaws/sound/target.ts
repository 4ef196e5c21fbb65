import { Problem } from './problem.ts'

/** What a request asks for. */
export interface RequestTarget {
  /** Decoded once each: a slash within one is data. `undefined` for `OPTIONS *`. */
  readonly segments: readonly string[] | undefined
  /** From the question mark on, without it; as it came. */
  readonly query: string
}

/** RFC 9112 section 3 recommends to read 8,000 octets at least. */
export const LONGEST_TARGET = 8192
const PCHAR = String.raw`[\w\-.~!$&'()*+,;=:@]|%[\dA-Fa-f]{2}`
const PATH = new RegExp(`^(?:/(?:${PCHAR})*)+$`)
// Beyond RFC 3986, what browsers leave as it is in a query (URL Standard, query percent-encode set).
const QUERY = new RegExp(String.raw`^(?:${PCHAR}|[/?[\]{}|\\^${'`'}])*$`)

/**
 * Reads the target of a request (RFC 9112 section 3.2). Nothing is normalized: an address has one spelling, but for
 * escapes of what needs none, which are the same address by RFC 9110 section 4.2.3.
 *
 * @param secure whether it came over TLS
 * @throws Problem 400, 414, 421
 */
export function readTarget(method: string, url: string, secure: boolean): RequestTarget {
  if (url.length > LONGEST_TARGET)
    throw new Problem(414, `A request target has at most ${LONGEST_TARGET} characters here.`)
  if (url === '*') {
    if (method === 'OPTIONS') return { segments: undefined, query: '' }
    throw new Problem(400, 'Only OPTIONS can be asked of "*".')
  }
  const origin = url.startsWith('/') ? url : fromAbsolute(method, url, secure)
  if (origin === '*') return { segments: undefined, query: '' }
  const mark = origin.indexOf('?')
  const path = mark === -1 ? origin : origin.slice(0, mark)
  const query = mark === -1 ? '' : origin.slice(mark + 1)
  if (!PATH.test(path) || !QUERY.test(query))
    throw new Problem(400, 'The request target has characters or escapes that an address cannot have.')
  return { segments: path.slice(1).split('/').map(decodeSegment), query }
}

/** A server must take absolute targets (RFC 9112 section 3.2.2). */
function fromAbsolute(method: string, url: string, secure: boolean): string {
  const [, scheme, authority = '', rest = ''] = /^(https?):\/\/([^/?#]*)(.*)$/i.exec(url) ?? []
  if (scheme === undefined || !isHost(authority)) throw new Problem(400, 'The request target is no address.')
  // RFC 9110 section 7.4.
  if ((scheme.toLowerCase() === 'https') !== secure)
    throw new Problem(421, `This connection is not for ${scheme.toLowerCase()}.`)
  if (rest === '' && method === 'OPTIONS') return '*'
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** Whether a text is a host with or without a port (RFC 9110 section 7.2), and not empty. */
export function isHost(text: string): boolean {
  return /^(?:\[[\dA-Fa-f:.]+\]|(?:[\w\-.~!$&'()*+,;=]|%[\dA-Fa-f]{2})+)(?::\d*)?$/.test(text)
}

function decodeSegment(segment: string): string {
  const text = decodeText(segment)
  // oxlint-disable-next-line no-control-regex
  if (text === undefined || /[\0-\x1f\x7f]/.test(text))
    throw new Problem(
      400,
      'The path has escapes that are no text: bytes that are not UTF-8, or control characters.',
    )
  return text
}

/** @returns `undefined` where the bytes are not UTF-8 */
export function decodeText(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}
