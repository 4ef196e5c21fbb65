import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { RequestContext } from '../http/context.ts'
import { hasBody } from '../http/body.ts'
import { FRAMING } from '../http/compile-answers.ts'
import { isEntityTag } from '../http/etag.ts'
import { openBody } from '../http/open-body.ts'
import { parseHttpDate } from '../http/http-date.ts'
import { problems } from '../errors/index.ts'
import { callSite, METHODS, reply, type Reply } from '../routing/index.ts'
import { mountedTarget, mountRoute, type MountRoute, type MountSpec } from './mount.ts'

/** Answers requests as the Fetch standard has them: the `fetch` of Hono, h3, itty-router and the like. */
export type FetchHandler = (request: Request) => Response | Promise<Response>

/**
 * Mounts a fetch-style handler at a path, for all methods. Around it are the app's access rules, limits, deadline,
 * logs and security headers; a header that it sets itself counts. Bodies are streamed both ways, and
 * `request.signal` fires when the client leaves or the deadline passes.
 *
 * @example
 * const legacy = mountFetch('/legacy', { access: 'public' }, hono.fetch)
 */
export function mountFetch<const Path extends string>(
  path: Path,
  spec: MountSpec,
  handler: FetchHandler,
): MountRoute<Path> {
  const keepPath = spec.keepPath === true
  const definedAt = callSite()
  return mountRoute(
    path,
    spec,
    async (context, response, { bodyLimit }) => {
      const request = toRequest(context, response, keepPath, bodyLimit)
      const answer: unknown = await handler(request)
      context.stage('handle')
      if (isResponse(answer)) return toReply(answer, context.method)
      throw new Error(`What is mounted at ${path} (${definedAt}) gave ${typeof answer}, not a Response.`)
    },
    definedAt,
  )
}

/** Methods that the Fetch standard has no requests for (section 2.2.1). */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK'])

function toRequest(
  context: RequestContext,
  response: ServerResponse,
  keepPath: boolean,
  limit: number,
): Request {
  const { method, request } = context
  if (FORBIDDEN.has(method)) {
    throw problems.methodNotAllowed(undefined, { headers: { allow: METHODS.join(', ') } })
  }
  // The WHATWG's URLs take a backslash for a slash, which would lead out of the path that was checked.
  const target = mountedTarget(context, keepPath).replaceAll('\\', '%5C')
  const scheme = context.secure ? 'https' : 'http'
  const url = URL.parse(`${scheme}://${context.host === '' ? 'localhost' : context.host}${target}`)
  if (url === null) throw problems.badRequest('The Host header does not name a host.')
  const headers = new Headers()
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] as string
    // HTTP/2's own fields begin with a colon (RFC 9113 section 8.3); they are in the request already.
    if (!name.startsWith(':')) headers.append(name, request.rawHeaders[index + 1] as string)
  }
  const init = { method, headers, signal: context.signal }
  if (method === 'GET' || method === 'HEAD' || !hasBody(request)) return new Request(url, init)
  const body = Readable.toWeb(openBody(context, response, limit), { strategy: { highWaterMark: 0 } })
  // The Fetch standard has this member; the types of browsers do not.
  const streamed: RequestInit & { readonly duplex: 'half' } = {
    ...init,
    body: body as ReadableStream<Uint8Array<ArrayBuffer>>,
    duplex: 'half',
  }
  return new Request(url, streamed)
}

/** Another implementation's class will do, as long as it is one. */
function isResponse(value: unknown): value is Response {
  if (value instanceof Response) return true
  return (
    typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'body' in value
  )
}

/** Fields that are between two neighbours (RFC 9110 section 7.6.1), and those that the server writes itself. */
const OWN = new Set([...FRAMING, 'keep-alive', 'proxy-connection', 'te', 'set-cookie'])

function toReply({ status, headers, body }: Response, method: string): Reply {
  const fields: Record<string, string | readonly string[]> = {}
  for (const [name, value] of headers) if (!OWN.has(name)) fields[name] = value
  // A validator that is none is of no use to anybody, and no reason to answer nothing.
  if (!isEntityTag(headers.get('etag') ?? '')) delete fields['etag']
  if (parseHttpDate(headers.get('last-modified') ?? '') === undefined) delete fields['last-modified']
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) fields['set-cookie'] = cookies
  // A HEAD has no content, of which nothing is known then: neither that there is none, nor its length.
  const unknown = method === 'HEAD' && body === null && status !== 204 && status !== 304
  return reply(
    status,
    unknown ? new ReadableStream({ start: (stream) => stream.close() }) : (body ?? undefined),
    fields,
  )
}
