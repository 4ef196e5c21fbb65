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
    'http/cache-said': 'A server of files says nothing to caches until somebody decides what.',
    'rest/vary-complete':
      'gzip_vary leaves Vary out of 304: RFC 9110 section 15.4.5 has it there, as 200 would have had it.',
    'routing/allow':
      'Its 405 has no Allow. RFC 9110 section 15.5.6: "The origin server MUST generate an Allow header field in a 405 response".',
    'routing/automatic-options': 'It refuses OPTIONS with 405, which is allowed; that is why it is a "may".',
    'routing/encoded-slash': DECODED,
    'routing/dot-segments': MERGED,
    'routing/one-address': MERGED,
    'context/request-id': NO_ID,
  },
  Caddy: {
    'http/cache-said': 'A server of files says nothing to caches until somebody decides what.',
    'http/options-allow':
      'Its files answer OPTIONS with 200 and say nothing; RFC 9110 section 9.3.7 advises Allow.',
    'http/range-unit':
      'http.ServeContent of Go answers an unknown unit with 416; RFC 9110 section 14.2: "An origin server MUST ignore" it.',
    'http/tag-per-coding':
      'Before 2.7 encode sends the strong tag of the plain file with compressed bytes; RFC 9110 section 8.8.3.3 has them differ.',
    'http/unknown-method':
      'Before 2.7 its files answer any method like GET; RFC 9110 section 9.1 has 501 or 405.',
    'middleware/compress-vary': 'encode writes Vary only where it compresses; RFC 9110 section 12.5.5.',
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
    'http/cache-said': 'A server of files says nothing to caches until somebody decides what.',
    'http/range-unsatisfiable': 'Its 416 has no Content-Range; RFC 9110 section 15.5.17 advises it.',
    'middleware/compress-etag':
      'mod_deflate does not know the tags again that it has made: bug 45023, open since 2008.',
    'rest/vary-complete':
      'Its 304 has no Vary: RFC 9110 section 15.4.5 has it there, as 200 would have had it.',
    'routing/dot-segments': MERGED,
    'routing/one-address': MERGED,
    'context/request-id': NO_ID,
  },
  'Apache, proxying': {
    'http/range-unsatisfiable': 'Its 416 has no Content-Range; RFC 9110 section 15.5.17 advises it.',
    'middleware/auth-before-body': 'mod_proxy passes a request on in blocks, and the first one is not full.',
    'middleware/header-on-errors': 'It makes the 416 itself, without the fields that come from behind.',
    'routing/one-address': MERGED,
  },
  Fastify: {
    'http/cache-said': 'It says nothing to caches until somebody decides what.',
    'http/cors-max-age': '@fastify/cors sends Access-Control-Max-Age where maxAge is set.',
    'http/no-content-length':
      '@fastify/cors writes Content-Length: 0 on 204, for old browsers; RFC 9110 section 8.6: "A server MUST NOT send" it.',
    'routing/method-not-allowed':
      'Its router answers 404 where the path has another method. RFC 9110 section 9.1: 405 is a SHOULD.',
    'context/request-id': NO_ID,
    'auth/bearer-error':
      'What refuses tokens here does not say why. RFC 6750 section 3: error="invalid_token" is a SHOULD.',
    'auth/personal-no-store': 'It sends no Cache-Control unless it is told to.',
    'access/guessable-ids': 'This API counts its tasks, as many do.',
  },
  'nginx, proxying': {
    'http/compress-bounds': 'gzip_min_length is 20 bytes unless set, and 47 bytes of JSON become 66.',
    'middleware/auth-before-body':
      'proxy_request_buffering is on unless set: what stands behind it sees no request before its body is whole.',
  },
  'Caddy, proxying': {
    'http/head-conditional':
      'It asks what is behind for gzip with GET and not with HEAD, so that their tags differ.',
    'http/head-like-get': 'As above: HEAD has another tag than GET.',
    'http/tag-per-coding':
      'It asks what is behind for gzip, decompresses, and keeps the strong tag of the compressed bytes; RFC 9110 section 8.8.3.3.',
    'middleware/auth-before-body': 'It passes a request on in blocks, and the first one is not full.',
  },
}
