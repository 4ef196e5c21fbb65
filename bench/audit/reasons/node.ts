import type { Reason } from './reason.ts'

const FOUR = ['fastify', 'express', 'hono', 'nest'] as const
/** What node:http does, or leaves to whoever stands on it. */
export const onNode: readonly Reason[] = [
  {
    check: 'http/coding-in-old-version',
    of: FOUR,
    kind: 'defect',
    says: 'node:http serves an HTTP/1.0 message with Transfer-Encoding and keeps the connection. RFC 9112 section 6.1: "A server … that receives an HTTP/1.0 message containing a Transfer-Encoding header field MUST treat the message as if the framing is faulty … and close the connection". It is dangerous only behind a proxy that reads the message otherwise.',
    mend: 'nginx in front, which refuses it; or a hook that looks at `httpVersion`.',
  },
  {
    check: 'http/host-twice',
    of: FOUR,
    kind: 'defect',
    says: 'node:http refuses a request without Host, and takes the first of two. RFC 9112 section 3.2: "A server MUST respond with a 400 … to any request message that contains more than one Host header field line or a Host header field with an invalid field value".',
    mend: 'nginx, Caddy or Apache in front, which refuse it; or a hook that counts Host in `rawHeaders`.',
  },
  {
    check: 'http/host-invalid',
    of: ['fastify', 'express', 'nest'],
    kind: 'defect',
    says: 'node:http does not look at what is in Host; the text is the same one. Hono makes a `URL` of it and refuses what is none.',
    mend: 'A hook that reads Host. nginx and Caddy take such a Host as well, Apache does not.',
  },
  {
    check: 'serialization/invalid-utf8',
    of: FOUR,
    kind: 'choice',
    says: 'Bodies are decoded as Node does it, with U+FFFD for what is no UTF-8: what is kept is not what was sent. RFC 8259 section 8.1 wants UTF-8 between systems.',
    mend: 'Decode with `new TextDecoder("utf-8", { fatal: true })` in a body parser of your own.',
  },
  {
    check: 'validation/lone-surrogate',
    of: FOUR,
    kind: 'choice',
    says: '`"\\ud800"` is JSON (RFC 8259 section 8.2 warns of it), and no validator refuses it. The store is in UTF-8, as databases are, and keeps U+FFFD instead.',
    mend: 'Check texts with `isWellFormed()`: a keyword, a refinement, a decorator of your own.',
  },
  {
    check: 'serialization/duplicate-member',
    of: FOUR,
    kind: 'choice',
    says: '`JSON.parse` keeps the last of two members of one name. RFC 8259 section 4 has it that names SHOULD be unique, and leaves open what readers do.',
  },
  {
    check: 'http/refused-unread',
    of: FOUR,
    kind: 'default',
    says: 'node:http says 100 Continue before anybody has looked at Content-Length, so that a client sends what will be refused.',
    mend: 'Listen for `checkContinue` of the server.',
  },
  {
    check: 'http/version-major',
    of: FOUR,
    kind: 'choice',
    says: "Node's parser takes a request line that says HTTP/2.0.",
  },
  {
    check: 'http/version-missing',
    of: FOUR,
    kind: 'choice',
    says: "Node's parser takes a request line of HTTP/0.9, without a version.",
  },
  {
    check: 'journey/idle-timeout',
    of: ['express', 'hono', 'nest'],
    kind: 'default',
    says: '`keepAliveTimeout` of node:http is 5 s, less than that of most load balancers, which then send requests to connections that are being closed. Fastify sets 72 s.',
    mend: '`server.keepAliveTimeout = 65_000`',
  },
  {
    check: 'shutdown/idle-grace',
    of: FOUR,
    kind: 'choice',
    says: '`server.close()` of Node ends idle connections at once. A request that is on its way then is lost, and its client has to send it again.',
  },
  {
    check: 'shutdown/partial-request',
    of: FOUR,
    kind: 'choice',
    says: '`server.close()` waits for a connection on which half of a request has come: with close-with-grace 10 s, and else until `headersTimeout`, which is 60 s.',
    mend: '`server.closeAllConnections()` once no answer is open any more, or after some seconds.',
  },
]
