import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defineAccess } from '../access/index.ts'
import { recordQuery, type TraceRecord } from '../context/index.ts'
import { problems } from '../errors/index.ts'
import { createTraceRing } from '../observability/index.ts'
import { route } from '../routing/index.ts'
import { testApp } from '../testing/index.ts'
import { t } from '../validation/index.ts'
import { app } from './app.ts'
import type { Detail } from './inspector/detail.ts'
import { liveRequests } from './inspector/live.ts'
import type { Summary } from './inspector/summary.ts'
import { inspectorRoutes } from './inspector.ts'
import { start, type Running } from './start.ts'

const named = defineAccess('named', {
  check: ({ header }) => {
    const name = header('x-name')
    if (name === undefined) throw problems.unauthorized()
    return { id: name }
  },
})

const routes = [
  route('GET /open', { access: 'public' }, () => 'open'),
  route('GET /own', { access: named }, ({ user }) => user.id),
  route('POST /orders', { access: named, body: t.Object({ count: t.Integer() }) }, ({ body, log, trace }) => {
    log.info({}, 'counting')
    recordQuery(trace, { sql: 'select $1', parameters: 1, at: 0.5, duration: 0.2, rows: 1, error: undefined })
    if (body.count === 0) throw new Error('out of numbers')
    return body.count
  }),
]

/** An app whose inspector shows everybody, or only those whom `filter` lets through. */
async function inspected(options: Partial<Parameters<typeof inspectorRoutes>[0]> = {}) {
  const ring = createTraceRing(50)
  const own = inspectorRoutes({ ring, access: 'public', routes, ...options })
  const api = await testApp(app({ name: 'inspected', routes: [...routes, ...own] }))
  api.booted.ring.listen((record) => ring.add(record))
  const list = async (query = '', headers = {}) => {
    // A client has its answer a moment before the record of it is closed.
    await api.booted.dispatcher.whenIdle()
    const response = await api.get(`/inspector/requests${query}`, { headers })
    return ((await response.json()) as { requests: Summary[] }).requests
  }
  const detail = async (id: string | undefined, headers = {}) =>
    (await (await api.get(`/inspector/requests/${id}`, { headers })).json()) as Detail
  return { api, list, detail, [Symbol.asyncDispose]: () => api.close() }
}

describe('the list', () => {
  test('is empty where the filter gives a promise, which is no yes', async () => {
    // What a program without types could write.
    const filter = (async () => false) as unknown as () => boolean
    await using at = await inspected({ filter })
    await at.api.get('/open')
    expect(await at.list()).toEqual([])
  })
  test('has the newest request first, and none to the inspector itself', async () => {
    await using at = await inspected()
    await at.api.get('/open')
    await at.api.get('/missing')
    await at.api.get('/inspector')
    await at.api.get('/inspector/page.js')
    expect((await at.list()).map(({ path, status }) => [path, status])).toEqual([
      ['/missing', 404],
      ['/open', 200],
    ])
    expect(await at.list()).toHaveLength(2)
  })
  test('tells what was to the API from pages, files and what describes them', async () => {
    await using at = await inspected()
    for (const path of ['/open', '/missing', '/docs', '/openapi.json']) await at.api.get(path)
    expect((await at.list()).map(({ path, api }) => [path, api])).toEqual([
      ['/openapi.json', false],
      ['/docs', false],
      ['/missing', true],
      ['/open', true],
    ])
  })
  test('is searched by words, status, method and slowness, and limited', async () => {
    await using at = await inspected()
    await at.api.get('/open')
    await at.api.get('/missing')
    // No name of hexadecimal digits: ids of requests are searched too.
    await at.api.post('/orders', { count: 'x' }, { headers: { 'x-name': 'grace' } })
    const paths = async (query: string) => (await at.list(query)).map(({ path }) => path)
    expect(await paths('?q=OPEN')).toEqual(['/open'])
    expect(await paths('?q=orders%20grace%20validation')).toEqual(['/orders'])
    expect(await paths('?q=grace%20open')).toEqual([])
    expect(await paths('?status=4xx')).toEqual(['/orders', '/missing'])
    expect(await paths('?status=404')).toEqual(['/missing'])
    expect(await paths('?method=POST')).toEqual(['/orders'])
    expect(await paths('?slow=60000')).toEqual([])
    expect(await paths('?limit=1')).toEqual(['/orders'])
    const { requestId } = (await at.list('?status=404'))[0] ?? {}
    expect(await paths(`?q=${requestId}`)).toEqual(['/missing'])
    expect((await at.api.get('/inspector/requests?status=many')).status).toBe(422)
  })
})

describe('one request', () => {
  test('is opened to its stages, statements, log lines, route and answer', async () => {
    await using at = await inspected()
    await at.api.post('/orders', { count: 3 }, { headers: { 'x-name': 'ada' } })
    const detail = await at.detail((await at.list())[0]?.requestId)
    expect(detail).toMatchObject({
      method: 'POST',
      route: '/orders',
      status: 200,
      statusText: 'OK',
      userId: 'ada',
      responseType: 'application/json',
      definition: {
        access: 'named',
        validates: ['body'],
        definedAt: expect.stringMatching(/inspector\.test\.ts:\d+$/),
      },
      queries: [{ sql: 'select $1', parameters: 1, rows: 1 }],
      logs: [{ level: 'info', message: 'counting' }],
      failures: [],
    })
    expect(detail.stages.map(({ name, failed }) => [name, failed])).toEqual([
      ['access', false],
      ['body', false],
      ['validate', false],
      ['handle', false],
      ['send', false],
    ])
    expect(detail.stages.every(({ explanation }) => explanation !== '')).toBe(true)
    for (const [index, { from }] of detail.stages.entries())
      expect(from).toBe(detail.stages[index - 1]?.to ?? 0)
  })
  test('that was not valid shows why and where it stopped', async () => {
    await using at = await inspected()
    await at.api.post('/orders', { count: 'x', more: 1 }, { headers: { 'x-name': 'ada' } })
    const { failures, stages } = await at.detail((await at.list())[0]?.requestId)
    expect(failures.map(({ pointer }) => pointer).toSorted()).toEqual(['body/count', 'body/more'])
    expect(stages.find(({ failed }) => failed)?.name).toBe('validate')
  })
  test.for([
    ['access', () => ({ json: { count: 1 } })],
    ['body', () => ({ headers: { 'x-name': 'ada', 'content-type': 'application/json' }, body: '{' })],
    ['handle', () => ({ json: { count: 0 }, headers: { 'x-name': 'ada' } })],
  ] as const)('that broke in the stage "%s" says so', async ([stage, request]) => {
    await using at = await inspected()
    await at.api.request('POST', '/orders', request())
    const { stages } = await at.detail((await at.list())[0]?.requestId)
    expect(stages.at(-1)).toMatchObject({ name: stage, failed: true })
  })
  test('that is not kept is a 404', async () => {
    await using at = await inspected()
    expect((await at.api.get('/inspector/requests/0000000000000000')).status).toBe(404)
  })
})

describe('a viewer', () => {
  const options = {
    access: named,
    filter: ({ userId }: TraceRecord, { trace }: { trace: TraceRecord }) => userId === trace.userId,
  }
  test('sees what the filter lets through, in the list and by id', async () => {
    await using at = await inspected(options)
    const [ada, bob] = [{ 'x-name': 'ada' }, { 'x-name': 'bob' }]
    await at.api.get('/own', { headers: ada })
    const [request] = await at.list('', ada)
    expect(request).toMatchObject({ path: '/own', userId: 'ada' })
    expect(await at.list('', bob)).toEqual([])
    expect((await at.api.get(`/inspector/requests/${request?.requestId}`, { headers: bob })).status).toBe(404)
  })
  test('without access sees nothing of it, not even the page', async () => {
    await using at = await inspected(options)
    for (const path of ['', '/page.js', '/requests', '/requests/x', '/live']) {
      expect((await at.api.get(`/inspector${path}`)).status, path).toBe(401)
    }
  })
})

test('the page has nothing inline, loads what exists, and links back', async () => {
  await using at = await inspected({ home: { href: '/?a=1&b=2', label: 'Home <b>' } })
  const html = await (await at.api.get('/inspector')).text()
  expect(html).toContain('<a class="home" href="/?a=1&#38;b=2">Home &#60;b&#62;</a>')
  expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/)
  const visit = async (name: string, seen: Set<string>): Promise<Set<string>> => {
    if (seen.has(name)) return seen
    const response = await at.api.get(`/inspector/${name}`)
    expect(response.status, name).toBe(200)
    for (const [, next] of (await response.text()).matchAll(/^import .* from '\.\/([^']+)'/gm)) {
      await visit(next as string, seen.add(name))
    }
    return seen.add(name)
  }
  const files = [...html.matchAll(/(?:href|src)="inspector\/([^"]+)"/g)].map(([, name]) => name as string)
  expect(files).toEqual(['tokens.css', 'page.css', 'page.js'])
  for (const file of files) await visit(file, new Set())
})

describe('live', () => {
  let running: Running
  beforeAll(async () => {
    running = await start(app({ name: 'live', routes }), { env: { PORT: '0', LOG_LEVEL: 'silent' } })
  })
  afterAll(() => running.stop())

  const watch = async (headers = {}) => {
    const response = await fetch(`${running.managementUrl}/inspector/live`, { headers })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    let text = ''
    /** Reads on until an event about this path has come. */
    const until = async (path: string): Promise<Summary[]> => {
      while (!text.includes(`"path":"${path}"`)) {
        const { value, done } = await reader.read()
        if (done) throw new Error('the stream ended')
        text += decoder.decode(value, { stream: true })
      }
      return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data as string) as Summary)
    }
    return { reader, until, [Symbol.asyncDispose]: () => reader.cancel() }
  }

  test('tells of each request when it has finished', async () => {
    await using viewer = await watch()
    await fetch(`${running.url}/open`)
    await fetch(`${running.url}/nowhere`)
    const events = await viewer.until('/nowhere')
    expect(events.map(({ path, status }) => [path, status])).toEqual([
      ['/open', 200],
      ['/nowhere', 404],
    ])
  })
  test('tells a viewer who comes back what they missed', async () => {
    await fetch(`${running.url}/open?first`)
    await running.booted.dispatcher.whenIdle()
    const [last] = running.booted.ring.list()
    await fetch(`${running.url}/missed`)
    await using viewer = await watch({ 'last-event-id': last?.requestId })
    expect((await viewer.until('/missed')).map(({ path }) => path)).toEqual(['/missed'])
  })
  test('does not hold up the end of the server', async () => {
    const second = await start(app({ name: 'second', routes }), { env: { PORT: '0', LOG_LEVEL: 'silent' } })
    const response = await fetch(`${second.managementUrl}/inspector/live`)
    const before = performance.now()
    expect(await second.stop()).toBe(true)
    expect(performance.now() - before).toBeLessThan(5000)
    await response.body?.cancel().catch(() => {})
  })
})

test('a viewer who does not read is cut off before much has piled up', () => {
  const ring = createTraceRing(10)
  const stream = liveRequests(ring, () => true, undefined)
  const fields = { requestId: 'a', startedAt: 0, path: 'x'.repeat(1000), status: 200, responseType: '' }
  const record = fields as TraceRecord
  let added = 0
  while (!stream.destroyed && added < 10_000) {
    ring.add(record)
    added++
  }
  expect(stream.destroyed).toBe(true)
  expect(stream.readableLength).toBeLessThan(1.1 * 2 ** 20)
})
