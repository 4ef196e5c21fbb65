import { expandPath, text, toQuery } from './address.ts'

/** A call as its caller gives it: any part may be there, whichever the route declares. */
export interface AnyCall {
  readonly params?: { readonly [name: string]: unknown }
  readonly query?: { readonly [name: string]: unknown }
  readonly headers?: { readonly [name: string]: unknown }
  readonly body?: unknown
  readonly accept?: string
  readonly idempotencyKey?: string | true
  readonly signal?: AbortSignal
  readonly deadline?: number
  readonly retries?: number
}

/** A call as `fetch` takes it, and whether it may be sent more than once. */
export interface Prepared {
  readonly url: string
  readonly init: RequestInit
  readonly repeatable: boolean
}

/** RFC 9110 section 9.2.2: doing it twice comes to the same as doing it once. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])

/** @throws TypeError for a part that cannot be sent. */
export function prepare(target: string, call: AnyCall, baseUrl: string, shared: object): Prepared {
  const space = target.indexOf(' ')
  const method = target.slice(0, space)
  const headers = new Headers({
    accept:
      call.accept === undefined
        ? 'application/json, application/problem+json'
        : `${call.accept}, application/problem+json`,
  })
  for (const [name, value] of [...Object.entries(shared), ...Object.entries(call.headers ?? {})]) {
    if (value !== undefined) headers.set(name, text(value))
  }
  if (call.idempotencyKey !== undefined) {
    headers.set(
      'idempotency-key',
      quoted(call.idempotencyKey === true ? crypto.randomUUID() : call.idempotencyKey),
    )
  }
  const init: RequestInit = { method, headers }
  if (call.body !== undefined) Object.assign(init, encode(call.body, headers))
  return {
    url: baseUrl + expandPath(target.slice(space + 1), call.params) + toQuery(call.query),
    init,
    repeatable:
      (IDEMPOTENT.has(method) || headers.has('idempotency-key')) && !(call.body instanceof ReadableStream),
  }
}

/** A string as RFC 9651 section 3.3.3 has it, which is what the draft on `Idempotency-Key` asks for. */
function quoted(key: string): string {
  return `"${key.replace(/["\\]/g, '\\$&')}"`
}

/**
 * JSON, unless the value is content that `fetch` sends as it is: a form, bytes, a file or a stream; or text for which
 * the caller names another type.
 */
function encode(body: unknown, headers: Headers): object {
  // What streams up is answered only once it is all sent (Fetch, "half duplex"); runtimes insist on its being said.
  if (body instanceof ReadableStream) return { body, duplex: 'half' }
  if (isContent(body) || (typeof body === 'string' && !isJson(headers.get('content-type') ?? JSON_TYPE))) {
    return { body }
  }
  if (!headers.has('content-type')) headers.set('content-type', JSON_TYPE)
  return { body: JSON.stringify(body) }
}

function isContent(body: unknown): boolean {
  return (
    body instanceof FormData ||
    body instanceof URLSearchParams ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body)
  )
}

const JSON_TYPE = 'application/json'

/** Whether a media type is JSON or made of it (RFC 6839 section 3.1). */
export function isJson(type: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)
}
