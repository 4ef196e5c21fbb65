const NO_ID =
  'It gives requests no id unless it is told to; nothing demands one, which is why it is a "should".'
const MERGED =
  'It merges slashes and removes dot segments, and gives the file itself instead of a redirect: one content, several addresses.'
const DECODED =
  'It decodes the whole path before it looks for the file. RFC 3986 section 2.2: an encoded slash and a slash are not equivalent.'

const OLD_VERSION =
  'It serves an HTTP/1.0 message with Transfer-Encoding and keeps the connection. RFC 9112 section 6.1: "A server … that receives an HTTP/1.0 message containing a Transfer-Encoding header field MUST treat the message as if the framing is faulty … and close the connection".'
const HOST =
  'It serves a Host that is none. RFC 9112 section 3.2: "A server MUST respond with a 400 … to any request message that contains more than one Host header field line or a Host header field with an invalid field value".'
const LENIENT_PARSER =
  'Its parser is lenient there: RFC 9112 section 2.2 allows LF alone in header lines, not within chunks (section 7.1); no second reader of it is known.'
const NO_WORDS = 'It has words of its own for failures, and no problem details unless they are set.'

/** Of the small API on bare node:http, which stands behind the proxies too. */
const SOUND = {
  'crud/unconditional-change':
    'It takes a change without If-Match, as most APIs do. RFC 6585 section 3 offers 428, and demands it of nobody.',
}

/** What servers of files leave to whoever sets them up. */
const FILES = {
  'errors/failure-id': 'It gives failures no id unless it is told to.',
  'security/csp': 'What a page may do is for its author to say.',
  'security/frame': 'Who may frame a page is for its author to say.',
  'security/nosniff': 'It is set with one line, and not set by itself.',
  'security/opener-policy': 'What other windows may do is for the author of a page to say.',
  'security/permissions-policy': 'What a page needs is for its author to say.',
}

const NGINX = {
  'http/chunk-end': LENIENT_PARSER,
  'http/chunk-extension-limit': 'Chunk extensions count against no limit.',
  'http/chunk-line-lf': LENIENT_PARSER,
  'http/coding-spelling':
    'It takes no tab before a coding: RFC 9112 section 5 has OWS there, which is spaces and tabs.',
  'http/field-name': 'ignore_invalid_headers leaves such fields out instead of refusing them.',
  'http/field-without-colon': 'ignore_invalid_headers leaves such lines out instead of refusing them.',
  'http/host-invalid': HOST,
}

/** Of net/http in Go 1.19, which Caddy 2.6 stands on. */
const GO = {
  'http/blank-lines':
    'It refuses an empty line before a request. RFC 9112 section 2.2: a server "SHOULD ignore at least one empty line".',
  'http/chunk-line-lf': LENIENT_PARSER,
  'http/chunk-size-empty':
    'It reads a chunk size without digits as 0; RFC 9112 section 7.1 has one digit at least.',
  'http/coding-in-old-version': OLD_VERSION,
  'http/field-name': 'It takes an empty name; RFC 9110 section 5.1 has one character at least.',
  'http/host-invalid': HOST,
  'http/length-empty':
    'It takes an empty Content-Length for none. RFC 9112 section 6.3: an invalid one is an unrecoverable error, and "the server MUST respond with a 400".',
  'http/one-end':
    'It keeps the connection after a message with both lengths. RFC 9112 section 6.1: "the server MUST close the connection after responding to such a request".',
}

const APACHE = {
  'http/coding-in-old-version': OLD_VERSION,
  'http/version-major': 'It answers a request line that says HTTP/2.0 as if it said 1.1.',
  'http/version-missing': 'It still serves HTTP/0.9 (HttpProtocolOptions Allow0.9).',
  'journey/idle-timeout': 'KeepAliveTimeout is 5 s unless set.',
}

/** Of node:http, which Fastify stands on. */
const NODE = {
  'http/coding-in-old-version': OLD_VERSION,
  'http/host-invalid': HOST,
  'http/host-twice': HOST,
  'http/version-major': 'Its parser takes a request line that says HTTP/2.0.',
  'http/version-missing': 'Its parser takes a request line of HTTP/0.9.',
}

/**
 * What is known to be true of sound servers all the same, by server and check: why the finding stands, with the text that
 * it rests on. Anything else that a check finds there is a false alarm, or news.
 */
export const findings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'node:http': SOUND,
  nginx: {
    ...FILES,
    ...NGINX,
    'http/version-missing': 'It still serves HTTP/0.9.',
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
    ...FILES,
    ...GO,
    'http/status-class':
      '%00 in a path is 500: the file system refuses such a name, and it takes that for a fault.',
    'http/cache-said': 'A server of files says nothing to caches until somebody decides what.',
    'http/options-allow':
      'Its files answer OPTIONS with 200 and say nothing; RFC 9110 section 9.3.7 advises Allow.',
    'http/range-unit':
      'http.ServeContent of Go answers an unknown unit with 416; RFC 9110 section 14.2: "An origin server MUST ignore" it.',
    'http/tag-per-coding':
      'In 2.6 encode sends the strong tag of the plain file with compressed bytes; RFC 9110 section 8.8.3.3 has them differ.',
    'http/unknown-method':
      'In 2.6 its files answer any method like GET; RFC 9110 section 9.1 has 501 or 405.',
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
    ...FILES,
    ...APACHE,
    'http/coding-twice':
      'It reads "chunked, chunked" as chunked once; RFC 9112 section 6.1 has it applied once at most.',
    'http/cache-said': 'A server of files says nothing to caches until somebody decides what.',
    'http/range-unsatisfiable': 'Its 416 has no Content-Range; RFC 9110 section 15.5.17 advises it.',
    'middleware/compress-etag': 'mod_deflate does not know the tags again that it has made (its bug 45023).',
    'rest/vary-complete':
      'Its 304 has no Vary: RFC 9110 section 15.4.5 has it there, as 200 would have had it.',
    'routing/dot-segments': MERGED,
    'routing/one-address': MERGED,
    'context/request-id': NO_ID,
  },
  'Apache, proxying': {
    ...SOUND,
    ...APACHE,
    'http/range-unsatisfiable': 'Its 416 has no Content-Range; RFC 9110 section 15.5.17 advises it.',
    'middleware/auth-before-body': 'mod_proxy passes a request on in blocks, and the first one is not full.',
    'middleware/header-on-errors': 'It makes the 416 itself, without the fields that come from behind.',
    'routing/one-address': MERGED,
  },
  Fastify: {
    'crud/key-supported': 'It knows no Idempotency-Key unless somebody writes it.',
    ...NODE,
    'errors/failure-id': 'Its answers have no request id unless a hook writes one.',
    'errors/problem-json': NO_WORDS,
    'http/hsts':
      'helmet sends it over http too. RFC 6797 section 7.2: "MUST NOT include the STS header field in HTTP responses conveyed over non-secure transport".',
    'http/refused-unread': 'It asks for the body before its limit is looked at.',
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
    'validation/query-coercion':
      'Ajv, which it turns texts into numbers with, reads them as JavaScript does, hexadecimal and blanks included.',
    'validation/unknown-field': 'Its refusal says that there are additional properties, and not which.',
    'validation/wrong-type':
      'It coerces the types of bodies as of queries unless told not to: 7 becomes "7". RFC 9110 section 15.5.21 has 422 for what cannot be processed; the description says string.',
    'serialization/content-coding':
      'It does not look at Content-Encoding. RFC 9110 section 8.4: 415 is a MAY.',
    'serialization/duplicate-member':
      'JSON.parse keeps the last of two members. RFC 8259 section 4: names SHOULD be unique.',
    'serialization/invalid-utf8':
      'It decodes bodies as Node does, with U+FFFD for what is no UTF-8: what is kept is not what was sent. RFC 8259 section 8.1.',
    'openapi/operation-ids': 'Its plugin writes an operationId only where the route gives one.',
    'openapi/served': 'Nothing gives the document an ETag unless @fastify/etag is added.',
    'openapi/statuses-described':
      'Its plugin describes the answers that routes describe. OpenAPI 3.1.1 section 4.8.16: documentation is expected to cover any known errors.',
  },
  'nginx, proxying': {
    ...SOUND,
    ...NGINX,
    'journey/half-closed':
      'It gives a request up when its client closes its side, unless proxy_ignore_client_abort is on.',
    'http/compress-bounds': 'gzip_min_length is 20 bytes unless set, and 47 bytes of JSON become 66.',
    'middleware/auth-before-body':
      'proxy_request_buffering is on unless set: what stands behind it sees no request before its body is whole.',
  },
  'Caddy, proxying': {
    ...SOUND,
    ...GO,
    'http/refused-unread': 'It asks for the body before what stands behind it has seen the request.',
    'http/head-conditional':
      'It asks what is behind for gzip with GET and not with HEAD, so that their tags differ.',
    'http/head-like-get': 'As above: HEAD has another tag than GET.',
    'http/tag-per-coding':
      'It asks what is behind for gzip, decompresses, and keeps the strong tag of the compressed bytes; RFC 9110 section 8.8.3.3.',
    'middleware/auth-before-body': 'It passes a request on in blocks, and the first one is not full.',
  },
}
