const PLAIN_SITE = 'A site of files says nothing of this unless it is told to; nothing demands it of it.'
const WHITESPACE =
  'RFC 9113 section 8.2.1: a value that begins or ends with white space MUST be treated as malformed. It takes it as it is, or trims it.'

/**
 * What is known to be true of sound servers over https all the same, by server and check. None of it is a must: where the
 * text says MUST, the server is lenient towards what it does not act upon itself.
 */
export const findingsOverHttps: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'node:http2': {
    'http/h2-field-names':
      'nghttp2 leaves such a field out and goes on with the request. RFC 9113 section 8.2.1: it MUST be treated as malformed.',
    'http/h2-field-values': 'The same, for a value with a line break or a zero.',
    'http/h2-field-whitespace': WHITESPACE,
    'http/h2-authority':
      'It takes :authority and leaves Host aside. RFC 9113 section 8.3.1: refusing is a SHOULD.',
  },
  nginx: {
    'http/h2-idle-stream':
      'DATA, RST_STREAM and WINDOW_UPDATE on a stream that was not opened are ignored. RFC 9113 section 5.1: they MUST be a connection error.',
    'http/h2-huffman-errors':
      'More than 7 bits of padding are ignored. RFC 7541 section 5.2: they MUST be an error.',
    'http/h2-field-names': 'Bytes beyond ASCII are let through. RFC 9113 section 8.2.1.',
    'http/h2-field-whitespace': WHITESPACE,
    'http/h2-connection-fields':
      'Transfer-Encoding, Connection and their like are left aside. RFC 9113 section 8.2.2: they MUST be treated as malformed.',
    'http/h2-pseudo-order':
      ':path behind other fields is accepted. RFC 9113 section 8.3: it MUST be treated as malformed.',
    'errors/failure-id': 'It gives requests no id unless it is told to.',
    'security/nosniff': PLAIN_SITE,
    'security/csp': PLAIN_SITE,
    'security/frame': PLAIN_SITE,
    'security/permissions-policy': PLAIN_SITE,
    'security/opener-policy': PLAIN_SITE,
  },
  Caddy: {
    'http/h2-field-whitespace': WHITESPACE,
    'http/h2-content-length':
      'A request without content and with a content length is served. RFC 9113 section 8.1.1: it MUST be treated as malformed.',
    'http/h2-authority':
      'It takes :authority and leaves Host aside. RFC 9113 section 8.3.1: refusing is a SHOULD.',
    'errors/failure-id': 'It gives requests no id unless it is told to.',
    'security/nosniff': PLAIN_SITE,
    'security/csp': PLAIN_SITE,
    'security/frame': PLAIN_SITE,
    'security/permissions-policy': PLAIN_SITE,
    'security/opener-policy': PLAIN_SITE,
  },
}

/** What a server is called where those over http are named as well. */
export function overHttps(name: string): string {
  return `${name}, https`
}
