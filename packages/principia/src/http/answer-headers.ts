import type { Answer, AnswerSettings } from './answer.ts'
import type { RequestContext } from './context.ts'
import { formatHttpDate } from './http-date.ts'
import { serverTiming } from './server-timing.ts'
import { addVary } from './vary.ts'

/**
 * The header fields of an answer, names and values in turn, but for those that follow from its content:
 * `Content-Type`, `Content-Length` and the validators.
 *
 * @param fields `'control'` leaves out what only describes a representation that the client has already, as
 * RFC 9110 sections 15.4.5 and 15.3.7 want it for 304 and for a 206 after `If-Range`
 * @param codable whether it would be compressed for some other client, or is for this one
 */
export function headersOf(
  context: RequestContext,
  answer: Answer,
  settings: AnswerSettings,
  fields: 'all' | 'control',
  codable: boolean,
): string[] {
  const isPage = answer.type.startsWith('text/html')
  const nonce = isPage ? context.takenNonce : undefined
  const security = securityOf(settings, isPage, nonce)
  const headers: string[] = ['X-Request-Id', context.requestId, ...security]
  const { hsts } = settings.security
  // RFC 6797 section 7.2: not over a connection that anybody may have changed.
  if (hsts !== undefined && context.secure) headers.push('Strict-Transport-Security', hsts)
  if (context.moreHeaders !== undefined) headers.push(...context.moreHeaders)
  if (context.routeHeaders !== undefined) writeRouteHeaders(context.routeHeaders, headers)
  if (settings.cors !== undefined) settings.cors.write(context.request.headers.origin, headers)
  if (answer.headers !== undefined) flatten(answer.headers, headers, fields)
  const caching = cachingOf(context, answer, settings, nonce)
  if (caching !== undefined) headers.push('Cache-Control', caching)
  if (context.scheme !== undefined) addVary(headers, variesBy(context.scheme))
  if (codable) addVary(headers, 'Accept-Encoding')
  if (context.contentLanguage !== undefined && fields === 'all') {
    writeLanguage(context.contentLanguage, answer, headers)
  }
  if (settings.serverTiming?.(context) === true) headers.push('Server-Timing', serverTiming(context.trace))
  return headers
}

function writeRouteHeaders(own: readonly string[], headers: string[]): void {
  for (let index = 0; index < own.length; index += 2) {
    const [name, value] = [own[index] as string, own[index + 1] as string]
    if (name === 'Vary') addVary(headers, value)
    else headers.push(name, value)
  }
}

function securityOf(
  { security }: AnswerSettings,
  isPage: boolean,
  nonce: string | undefined,
): readonly string[] {
  if (!isPage) return security.data
  return nonce === undefined ? security.page : security.pageWith(nonce)
}

/** Adds what tells this state of the resource from others (RFC 9110 section 8.8). */
export function writeValidators(
  headers: string[],
  tag: string | undefined,
  lastModified: Date | undefined,
): void {
  if (tag !== undefined) headers.push('ETag', tag)
  if (lastModified !== undefined) headers.push('Last-Modified', formatHttpDate(lastModified))
}

/**
 * What an answer says to caches unless it says so itself. What was made for one caller may not be shown to
 * another by a cache in between. And what says nothing would be kept for as long as a cache likes (RFC 9111
 * section 4.2.2): it may be kept only to ask whether it is still current.
 */
function cachingOf(
  { user, trace }: RequestContext,
  { status, headers }: Answer,
  { cacheControl }: AnswerSettings,
  nonce: string | undefined,
): string | undefined {
  if (headers?.['cache-control'] !== undefined) return undefined
  // A nonce that is kept and sent again is known to whoever saw it the first time.
  if (nonce !== undefined) return 'no-store'
  if (cacheControl !== undefined && status < 400) return cacheControl
  if (user !== undefined) return 'private, no-cache'
  return trace.method === 'GET' || trace.method === 'HEAD' ? 'no-cache' : undefined
}

/** A failure is told in the language of the program, whatever its handler chose. */
function writeLanguage(language: string, { status, content, headers }: Answer, into: string[]): void {
  if (status >= 400 || content === undefined || headers?.['content-language'] !== undefined) return
  into.push('Content-Language', language)
}

/** What a cache must compare, so that one caller's answer is never revalidated as another's. */
function variesBy(scheme: NonNullable<RequestContext['scheme']>): string {
  return typeof scheme === 'object' ? 'Cookie' : 'Authorization'
}

/** What describes a representation, and nothing else (RFC 9110 section 8). */
const DESCRIPTIVE = new Set(['content-encoding', 'content-language', 'content-disposition', 'repr-digest'])

function flatten(headers: NonNullable<Answer['headers']>, into: string[], fields: 'all' | 'control'): void {
  for (const [name, value] of Object.entries(headers)) {
    if (fields === 'control' && DESCRIPTIVE.has(name)) continue
    const values =
      typeof value === 'string' ? [value] : value instanceof Date ? [formatHttpDate(value)] : value
    if (name.length === 4 && name.toLowerCase() === 'vary') {
      addVary(into, values.join(', '))
      continue
    }
    const known = name.toLowerCase()
    if (known === 'x-request-id') continue
    // RFC 9110 section 5.3: no field is there twice, but for lists. An answer that says it itself knows better.
    if (!ADDED.has(known)) remove(known, into)
    for (const one of values) into.push(name, one)
  }
}

/** Lists, to which an answer adds its own members. */
const ADDED = new Set(['link', 'server-timing', 'set-cookie'])

function remove(name: string, from: string[]): void {
  const at = from.findIndex((field, index) => index % 2 === 0 && field.toLowerCase() === name)
  if (at !== -1) from.splice(at, 2)
}
