import { describe, expect, it } from 'vitest'
import { app, bytes, defineCodec, mountFetch, route, t } from '../index.ts'
import { testApp } from '../testing/index.ts'

const merge = defineCodec({
  type: 'application/merge-patch+json',
  decode: (content) => JSON.parse(String(content)),
})
const steps = defineCodec({
  type: 'application/json-patch+json',
  decode: (content) => JSON.parse(String(content)),
})
const body = t.Unknown()
const patch = { access: 'public', body } as const

const routes = [
  route('GET /things/:id', { access: 'public' }, () => 'thing'),
  route('PATCH /things/:id', { ...patch, codecs: [merge, steps] }, () => 1),
  route('PATCH /plain', patch, () => 1),
  route('PATCH /bytes', { access: 'public', body: bytes('application/octet-stream', 'image/*') }, () => 1),
  route('PATCH /anything', { access: 'public', body: bytes() }, () => 1),
  route('PATCH /nothing', { access: 'public' }, () => 1),
  route('PUT /whole', patch, () => 1),
  route('PATCH /hosts', { ...patch, codecs: [merge], host: 'api.example' }, () => 1),
]

describe('OPTIONS of a path (RFC 5789 section 3.1)', () => {
  it.each([
    ['/things/1', 'GET, HEAD, OPTIONS, PATCH', 'application/merge-patch+json, application/json-patch+json'],
    ['/plain', 'OPTIONS, PATCH', 'application/json'],
    ['/bytes', 'OPTIONS, PATCH', 'application/octet-stream'],
    ['/anything', 'OPTIONS, PATCH', null],
    ['/nothing', 'OPTIONS, PATCH', null],
    ['/whole', 'OPTIONS, PUT', null],
  ])('%s tells with Allow: %s which patches it takes: %s', async (path, allow, patches) => {
    await using api = await testApp(app({ name: 'test', routes }))
    const { status, headers } = await api.request('OPTIONS', path)
    expect([status, headers.get('allow'), headers.get('accept-patch')]).toEqual([204, allow, patches])
  })

  it('tells those of the host that is asked', async () => {
    await using api = await testApp(app({ name: 'test', routes }))
    const { headers } = await api.request('OPTIONS', '/hosts', { headers: { host: 'api.example' } })
    expect(headers.get('accept-patch')).toBe('application/merge-patch+json')
  })

  it('names the patches of all versions where a header would say which', async () => {
    const versioned = [
      route('PATCH /things', { ...patch, codecs: [merge], version: '1' }, () => 1),
      route('PATCH /things', { ...patch, codecs: [steps], version: '2' }, () => 2),
    ]
    const spec = app({
      name: 'test',
      routes: versioned,
      versioning: { by: 'header', versions: ['1', '2'] },
    })
    await using api = await testApp(spec)
    const { headers } = await api.request('OPTIONS', '/things')
    expect(headers.get('accept-patch')).toBe('application/merge-patch+json, application/json-patch+json')
  })

  it('stays what it was for pre-flights, and for what is mounted', async () => {
    const mount = mountFetch('/mounted', { access: 'public' }, () => new Response('mounted'))
    await using api = await testApp(
      app({ name: 'test', routes: [...routes, mount], cors: { origins: ['https://a.example'] } }),
    )
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'PATCH' }
    const answer = await api.request('OPTIONS', '/things/1', { headers })
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS, PATCH')
    expect((await api.request('OPTIONS', '/mounted/x', { headers })).headers.get('accept-patch')).toBeNull()
  })
})
