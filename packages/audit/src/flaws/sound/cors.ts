import { allowed, type Place } from './endpoint.ts'

/** The one origin whose pages may read answers. */
export const ALLOWED_ORIGIN = 'https://app.example'

const REQUEST_FIELDS =
  'Authorization, Content-Type, Idempotency-Key, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range, traceparent'
const ANSWER_FIELDS =
  'Accept-Ranges, Content-Range, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id'

/**
 * What lets a page of the allowed origin read an answer (Fetch standard, section 3.3). Without credentials: who calls says
 * so with a token, and cookies stay with their own site.
 *
 * @param origin the Origin field
 */
export function corsHeaders(
  origin: string | undefined,
  method: string,
  place: Place | undefined,
): Readonly<Record<string, string>> {
  if (origin !== ALLOWED_ORIGIN || place?.notCrossOrigin?.includes(method) === true) return {}
  return { 'Access-Control-Allow-Origin': ALLOWED_ORIGIN, 'Access-Control-Expose-Headers': ANSWER_FIELDS }
}

/** What a pre-flight from the allowed origin asks for. It is told of every method, whichever it asks about. */
export function preflightHeaders(origin: string | undefined, place: Place): Readonly<Record<string, string>> {
  if (origin !== ALLOWED_ORIGIN) return {}
  const methods = allowed(place).filter(
    (method) => method !== 'OPTIONS' && !place.notCrossOrigin?.includes(method),
  )
  return {
    'Access-Control-Allow-Origin': ALLOWED_ORIGIN,
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': REQUEST_FIELDS,
    'Access-Control-Max-Age': '600',
  }
}
