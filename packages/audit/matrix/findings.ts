const NO_ID =
  'It gives requests no id unless it is told to; nothing demands one, which is why it is a "should".'
const MERGED =
  'It merges slashes and removes dot segments, and gives the file itself instead of a redirect: one content, several addresses.'
const DECODED =
  'It decodes the whole path before it looks for the file. RFC 3986 section 2.2: an encoded slash and a slash are not equivalent.'

/**
 * What is known to be true of sound servers all the same, by server and check: why the finding stands, with the text that
 * it rests on. Anything else that a check finds there is a false alarm, or news.
 */
export const findings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nginx: {
    'routing/allow':
      'Its 405 has no Allow. RFC 9110 section 15.5.6: "The origin server MUST generate an Allow header field in a 405 response".',
    'routing/automatic-options': 'It refuses OPTIONS with 405, which is allowed; that is why it is a "may".',
    'routing/encoded-slash': DECODED,
    'routing/dot-segments': MERGED,
    'routing/one-address': MERGED,
    'context/request-id': NO_ID,
  },
  Caddy: {
    'routing/method-not-allowed':
      'Its files answer every method like GET. RFC 9110 section 9.1: 405 or 501 is a SHOULD.',
    'routing/encoded-slash': DECODED,
    'routing/dot-segments': MERGED,
    'routing/one-address': MERGED,
    'routing/malformed-path':
      '%00 in a path is 500: the file system refuses such a name, and it takes that for a fault.',
    'routing/long-segment': 'A name that the file system finds too long is 500.',
    'context/request-id': NO_ID,
  },
  Apache: {
    'routing/dot-segments': MERGED,
    'routing/one-address': MERGED,
    'context/request-id': NO_ID,
  },
  'Apache, proxying': { 'routing/one-address': MERGED },
  Fastify: {
    'routing/method-not-allowed':
      'Its router answers 404 where the path has another method. RFC 9110 section 9.1: 405 is a SHOULD.',
    'context/request-id': NO_ID,
    'auth/bearer-error':
      'What refuses tokens here does not say why. RFC 6750 section 3: error="invalid_token" is a SHOULD.',
    'auth/personal-no-store': 'It sends no Cache-Control unless it is told to.',
    'access/guessable-ids': 'This API counts its tasks, as many do.',
  },
}
