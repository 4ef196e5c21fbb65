import type { Header, Reference } from './types.ts'

/** The response headers that the framework itself sends. */
export const HEADERS: Readonly<Record<string, Header>> = {
  'X-Request-Id': {
    description: 'Names this request in the logs, in problems and in the inspector.',
    required: true,
    schema: { type: 'string', pattern: '^[0-9a-f]{16}$' },
  },
  ETag: {
    description: 'The version of the answer, for `If-None-Match` and `If-Match` (RFC 9110 section 8.8.3).',
    schema: { type: 'string' },
  },
  'Accept-Ranges': {
    description: 'Parts may be asked for by `Range`, in bytes (RFC 9110 section 14.3).',
    schema: { const: 'bytes' },
  },
  'Content-Range': {
    description: 'Which bytes these are, and how many there are in all (RFC 9110 section 14.4).',
    schema: { type: 'string', pattern: '^bytes (\\d+-\\d+|\\*)/\\d+$' },
  },
  'Cache-Control': {
    description: 'What caches may do with the answer (RFC 9111 section 5.2).',
    schema: { type: 'string' },
  },
  Location: {
    description: 'Where to go instead (RFC 9110 section 10.2.2).',
    schema: { type: 'string', format: 'uri-reference' },
  },
  Accept: {
    description: 'The media types that are taken here (RFC 9110 section 12.5.1).',
    schema: { type: 'string' },
  },
  'Accept-Encoding': {
    description: 'The content codings that are taken here (RFC 9110 section 12.5.3).',
    schema: { type: 'string' },
  },
  'Retry-After': {
    description: 'Seconds to wait before trying again.',
    schema: { type: 'string', pattern: '^\\d+$' },
  },
  'RateLimit-Policy': { description: 'The limit: `q` requests in `w` seconds.', schema: { type: 'string' } },
  RateLimit: {
    description: 'Where the caller stands: `r` requests left, full again in `t` seconds.',
    schema: { type: 'string' },
  },
  Deprecation: {
    description: 'Since when this is deprecated: `@` and seconds since 1970 (RFC 9745).',
    schema: { type: 'string', pattern: '^@\\d+$' },
  },
  Sunset: {
    description: 'When this stops to answer, as an HTTP-date (RFC 8594).',
    schema: { type: 'string' },
  },
  'Idempotency-Replayed': {
    description: 'The answer was made before, for a request with the same `Idempotency-Key`.',
    schema: { type: 'string', const: 'true' },
  },
  'WWW-Authenticate': {
    description: 'How to prove who one is (RFC 9110 section 11.6.1).',
    schema: { type: 'string' },
  },
}

export function headerReference(name: string): Reference {
  return { $ref: `#/components/headers/${name}` }
}
