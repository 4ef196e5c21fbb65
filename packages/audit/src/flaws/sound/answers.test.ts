import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBudget } from '../../run/budget.ts'
import { discover } from '../../target/discover.ts'
import { isJson } from '../../wire/answer.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { sound } from '../flawed.ts'
import { ada, running } from './fixtures/ask.ts'
import { createSound } from './index.ts'

const { ask } = running(sound)

describe('every answer', () => {
  const requests: RequestSpec[] = [
    ...['/', '/page', '/large', '/negotiated', '/books', '/books/1', '/openapi.json'].map((path) => ({
      path,
    })),
    ...['/live', '/ready', '/metrics', '/problems/invalid', '/nothing', '/books/x', '/me'].map((path) => ({
      path,
    })),
    { path: '/notes', as: ada },
    { path: '/notes', method: 'POST', as: ada, json: { title: 'a' } },
    { path: '/notes', method: 'POST', as: ada, body: 'x' },
    { path: '/notes', method: 'PUT' },
    { path: '/notes', method: 'OPTIONS' },
    { path: '/', headers: { 'If-None-Match': '*' } },
    { path: '/', method: 'NONSENSE' },
    { path: '/sign-in', method: 'POST', json: { user: 'ada', password: 'ada-password' } },
    { path: '/large', headers: { Range: 'bytes=0-1' } },
    { path: '/large', headers: { Range: 'bytes=900000-' } },
  ]

  it.each(requests)('to %o is safe', async (request) => {
    const answer = await ask(request)
    expect(answer).toMatchObject({ complete: true, faults: [] })
    const { headers } = answer
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.* frame-ancestors 'none'$/)
    expect(headers.get('x-request-id')).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/)
    expect(headers.get('x-request-id')).not.toBe((await ask(request)).headers.get('x-request-id'))
    expect(headers.get('cache-control')).toMatch(
      answer.status < 400 && request.as === undefined ? /./ : /^no-store$/,
    )
    expect(headers.list('vary')).toContain('origin')
    expect(['server', 'x-powered-by', 'strict-transport-security'].some((name) => headers.has(name))).toBe(
      false,
    )
    expect(headers.has('content-type')).toBe(answer.body.length > 0)
    if (answer.status < 400) return
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(answer.json).toMatchObject({
      type: expect.any(String),
      title: expect.any(String),
      status: answer.status,
    })
  })

  it('that is a page runs its own script alone', async () => {
    const nonceOf = async () =>
      /script-src 'nonce-([^']+)'/.exec(
        (await ask('/page')).headers.get('content-security-policy') ?? '',
      )?.[1]
    const answer = await ask('/page')
    const nonce =
      /script-src 'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? ''
    expect(answer.body.toString()).toContain(`<script nonce="${nonce}">`)
    expect(await nonceOf()).not.toBe(nonce)
  })

  it('is counted by the pattern of its address', async () => {
    await ask('/books/7')
    await ask({ method: 'HEAD', path: '/nothing/here' })
    const { body, headers } = await ask('/metrics')
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(body.toString()).toMatch(
      /^http_requests_total\{method="GET",route="\/books\/\{id\}",status="200"\} \d+$/m,
    )
    expect(body.toString()).toMatch(
      /^http_request_duration_seconds_bucket\{method="HEAD",route="\(none\)",le="\+Inf"\} 1$/m,
    )
    expect(body.toString()).not.toContain('/books/7')
  })
})

it('refuses content that is dear to read', async () => {
  const heavy = [
    `{"title":"a","tags":[${'"a",'.repeat(25_000)}"b"]}`,
    `{"title":"a","tags":[${'[],'.repeat(33_000)}1]}`,
    `{${Array.from({ length: 7000 }, (_, at) => `"m${at}":0`).join()}}`,
    `{"title":"${String.raw`\u0000`.repeat(16_000)}"}`,
    '['.repeat(100_000),
    '"'.repeat(100_000),
    `"${'\\'.repeat(100_000)}`,
  ]
  for (const body of heavy) {
    const answer = await ask({
      path: '/notes',
      method: 'POST',
      as: ada,
      body,
      headers: { 'Content-Type': 'application/json' },
    })
    expect([400, 422]).toContain(answer.status)
  }
})

describe('the description', () => {
  const NOTE = '/notes/{id}'
  const credentials = { user: 'ada', password: 'ada-password' }
  const merge = { 'Content-Type': 'application/merge-patch+json' }

  it('has no fault, and leads to every page', async () => {
    await using server = await sound.start()
    const { description, pages } = await discover(server.url, server.config, createBudget(1000, 1000), 'test')
    expect(description?.faults).toEqual([])
    expect(pages.map(({ operation }) => operation?.id)).toEqual(
      expect.arrayContaining(['readStart', 'listBooks', 'readBook', 'listNotes', 'readMe', 'readMetrics']),
    )
  })

  it('is true of what is answered', async () => {
    await using server = await sound.start()
    const { description } = await discover(server.url, server.config, createBudget(1000, 1000), 'test')
    const made = await ask({ method: 'POST', path: '/notes', as: ada, json: { title: 'a', text: null } })
    const path = String(made.headers.get('location'))
    const requests: [pattern: string, request: RequestSpec, status: number][] = [
      ['/', { path: '/' }, 200],
      ['/', { path: '/', headers: { Accept: 'text/css' } }, 406],
      ['/negotiated', { path: '/negotiated', headers: { Accept: 'application/xml' } }, 200],
      ['/large', { path: '/large', headers: { Range: 'bytes=0-1' } }, 206],
      ['/large', { path: '/large', headers: { Range: 'bytes=999999-' } }, 416],
      ['/books', { path: '/books?limit=3' }, 200],
      ['/books', { path: '/books?limit=x' }, 422],
      ['/books', { path: '/books?cursor=x' }, 400],
      ['/books/{id}', { path: '/books/1' }, 200],
      ['/books/{id}', { path: '/books/1', headers: { 'If-None-Match': '*' } }, 304],
      ['/books/{id}', { path: '/books/1', headers: { 'If-Match': '"a"' } }, 412],
      ['/books/{id}', { path: '/books/999' }, 404],
      ['/notes', { path: '/notes', as: ada }, 200],
      ['/notes', { path: '/notes' }, 401],
      ['/notes', { path: '/notes', method: 'POST', as: ada, json: { title: 'b' } }, 201],
      ['/notes', { path: '/notes', method: 'POST', as: ada, json: { titel: 'b' } }, 422],
      ['/notes', { path: '/notes', method: 'POST', as: ada, body: 'b' }, 415],
      [NOTE, { path, as: ada }, 200],
      [NOTE, { path, method: 'PUT', as: ada, json: { title: 'c', tags: [] } }, 200],
      [NOTE, { path, method: 'PATCH', as: ada, json: { rank: 1 }, headers: merge }, 200],
      [NOTE, { path, method: 'PATCH', as: ada, body: '{', headers: merge }, 400],
      [NOTE, { path, method: 'DELETE', as: ada, headers: { 'If-Match': '"a"' } }, 412],
      [NOTE, { path, method: 'DELETE', as: ada }, 204],
      ['/sign-in', { path: '/sign-in', method: 'POST', json: credentials }, 200],
      ['/sign-in', { path: '/sign-in', method: 'POST', json: { ...credentials, password: 'x' } }, 401],
      ['/session', { path: '/session', method: 'POST', json: credentials }, 204],
      ['/me', { path: '/me', as: ada }, 200],
      ['/metrics', { path: '/metrics' }, 200],
    ]
    for (const [pattern, request, status] of requests) {
      const { method = 'GET' } = request
      const answer = await ask(request)
      const operation = description?.operations.find(
        (each) => each.path === pattern && each.method === method,
      )
      const described = operation?.answers[String(status)]
      const type = answer.headers.get('content-type')
      const content = described?.content[type ?? ''] ?? described?.content['*/*']
      const mistakes =
        isJson(answer) && content?.schema !== undefined
          ? description?.mistakes(content.schema, answer.json)
          : []
      expect([
        method,
        request.path,
        answer.status,
        described !== undefined,
        content !== undefined,
        mistakes,
      ]).toEqual([method, request.path, status, true, answer.body.length > 0, []])
    }
  })
})

it('logs each answer under the trace of its caller', async () => {
  const lines: unknown[] = []
  const server = createServer(createSound((line) => lines.push(line)).handler).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/books/1`
  for (const traceparent of [
    `00-${traceId}-00f067aa0ba902b7-01`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    'x',
  ])
    await (await fetch(url, { headers: { traceparent } })).arrayBuffer()
  expect(lines[0]).toMatchObject({ traceId, parentId: '00f067aa0ba902b7', route: '/books/{id}', status: 200 })
  expect(lines.slice(1)).toEqual([1, 2].map(() => expect.objectContaining({ parentId: undefined })))
})
