import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestContext } from '../http/context.ts'
import type { Answer } from '../http/answer.ts'
import { headersOf } from '../http/answer-headers.ts'
import { hasBody, refuseLarge, tooLarge } from '../http/body.ts'
import type { PipelineSettings } from '../http/compile.ts'
import { endAfter } from '../http/linger.ts'
import { problems } from '../errors/index.ts'
import { callSite, reply } from '../routing/index.ts'
import { mountedTarget, mountRoute, type MountRoute, type MountSpec } from './mount.ts'
import { callNode, type NodeHandler } from './node-handler.ts'

/**
 * Mounts a Node handler, or an Express or Connect app, at a path, for all methods. Around it are the app's access
 * rules, limits, deadline and logs. It writes its answer itself: the security headers and the request's id are set
 * before it is called, and it may set others in their place; middleware cannot change what it has sent.
 * Where it calls `next()`, the answer is 404.
 *
 * `request.url` is without the mount's path, which stands in `baseUrl`; `originalUrl` is as it was sent.
 *
 * @example
 * const old = mountNode('/old', { access: 'public' }, expressApp)
 */
export function mountNode<const Path extends string>(
  path: Path,
  spec: MountSpec,
  handler: NodeHandler,
): MountRoute<Path> {
  const keepPath = spec.keepPath === true
  return mountRoute(
    path,
    spec,
    async (context, response, settings) => {
      const { request } = context
      const { url } = request
      const target = mountedTarget(context, keepPath)
      const baseUrl = keepPath ? '' : baseOf(context.path, target)
      Object.assign(request, { url: target, originalUrl: url, baseUrl })
      setHeaders(context, response, settings)
      const tooMuch = limitBody(request, response, settings.bodyLimit)
      const answered = await Promise.race([
        callNode(handler, context, response, () => context.stage('handle')),
        tooMuch,
      ])
      if (answered) return reply(response.statusCode)
      throw problems.notFound()
    },
    callSite(),
  )
}

/** What stands before the target; all of the path where the target's slash is not in it. */
function baseOf(path: string, target: string): string {
  const [rest = ''] = target.split('?')
  return path.endsWith(rest) ? path.slice(0, path.length - rest.length) : path
}

const PAGE: Answer = { status: 200, content: undefined, type: 'text/html', headers: undefined, etag: false }

/** What `writeAnswer` would have sent with an answer of ours, as far as it does not depend on its content. */
function setHeaders(context: RequestContext, response: ServerResponse, settings: PipelineSettings): void {
  const headers = headersOf(context, PAGE, settings, 'control', false)
  for (let index = 0; index < headers.length; index += 2) {
    response.setHeader(headers[index] as string, headers[index + 1] as string)
  }
  if (settings.connections.closing) endAfter(context.request, response)
}

/**
 * Counts the body's bytes while they pass, without reading them.
 *
 * @returns a promise that rejects when there are too many, and is settled by nothing else
 * @throws Problem content-too-large
 */
function limitBody(request: IncomingMessage, response: ServerResponse, limit: number): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => undefined)
  if (!hasBody(request)) return promise
  refuseLarge(request, limit)
  if (request.headers.expect !== undefined && request.httpVersion !== '1.0') response.writeContinue()
  let size = request.readableLength
  const push = request.push.bind(request)
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    size += chunk?.length ?? 0
    if (size <= limit) return push(chunk, encoding)
    // Not even the end: a body that was cut off must not look like a whole one.
    reject(tooLarge(limit))
    return true
  }
  return promise
}
