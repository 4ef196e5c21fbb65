import { expect, it } from 'vitest'
import { memoryLogger, startQuiet } from '../http/fixtures/app.ts'
import { defineMiddleware, fromNodeMiddleware, problems, reply, route, t } from '../index.ts'
import type { NodeHandler } from './node-handler.ts'

const open = { access: 'public' } as const
const routes = [
  route('GET /', open, () => reply(200, 'fine', { 'x-both': 'handler', vary: 'Accept' })),
  route('GET /fails', open, () => {
    throw problems.notFound()
  }),
  route('POST /body', { ...open, body: t.Object({}) }, ({ body }) => body),
]

const serve = (handler: NodeHandler, options = {}) =>
  startQuiet({ routes, middleware: [fromNodeMiddleware('foreign', handler)] }, options)

it('headers that a Node middleware sets are on the answer, and the handler’s come first', async () => {
  await using server = await serve((_request, response, next) => {
    response.setHeader('X-Frame-Options', 'SAMEORIGIN')
    response.setHeader('X-Both', 'foreign')
    response.setHeader('Vary', 'Origin')
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    response.setHeader('Content-Length', '999')
    next()
  })
  const { headers } = await fetch(server.url)
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-frame-options': 'SAMEORIGIN',
    'x-both': 'handler',
    vary: 'Accept, Origin',
    'content-length': '4',
  })
  expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

it('they are on the answer to a problem as well', async () => {
  await using server = await serve((_request, response, next) => {
    response.setHeader('x-own', 'yes')
    next()
  })
  const { status, headers } = await fetch(`${server.url}/fails`)
  expect([status, headers.get('x-own'), headers.get('content-type')]).toEqual([
    404,
    'yes',
    'application/problem+json',
  ])
})

it('one that answers by itself, at once or later, has answered', async () => {
  await using server = await serve((request, response, next) => {
    if (request.url !== '/') return next()
    response.statusCode = 401
    setImmediate(() => response.end('not you'))
  })
  const answer = await fetch(server.url)
  expect([answer.status, await answer.text()]).toEqual([401, 'not you'])
  expect((await fetch(`${server.url}/fails`)).status).toBe(404)
})

it('an error given to next() passes outwards', async () => {
  const seen: unknown[] = []
  const outer = defineMiddleware('outer', async (_context, next) => {
    try {
      return await next()
    } catch (error) {
      seen.push(error)
      throw error
    }
  })
  const refusing = fromNodeMiddleware('refusing', (_request, _response, next) => next(problems.forbidden()))
  await using server = await startQuiet({ routes, middleware: [outer, refusing] })
  expect((await fetch(server.url)).status).toBe(403)
  expect(seen).toMatchObject([{ status: 403 }])
})

it('one that reads the body is refused with words', async () => {
  const { logger, lines } = memoryLogger()
  await using server = await serve(
    (request, _response, next) => {
      request.on('end', () => next()).resume()
    },
    { logger },
  )
  expect((await fetch(server.url)).status).toBe(200)
  const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
  expect((await fetch(`${server.url}/body`, init)).status).toBe(500)
  expect(JSON.stringify(lines)).toContain('leave body parsers out')
})
