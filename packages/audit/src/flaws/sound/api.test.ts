import { describe, expect, it } from 'vitest'
import type { RequestSpec } from '../../wire/request.ts'
import { sound } from '../flawed.ts'
import { ada, bob, running, type Got } from './fixtures/ask.ts'

const { ask } = running(sound)

const post = (json: unknown, headers: Record<string, string> = {}) =>
  ask({ method: 'POST', path: '/notes', as: ada, json, headers })
/** Content as it goes out. */
const posted = (body: string | Uint8Array, type = 'application/json', headers: Record<string, string> = {}) =>
  ask({ method: 'POST', path: '/notes', as: ada, body, headers: { 'Content-Type': type, ...headers } })
const made = async (json: object = { title: 'a' }) => (await post(json)).headers.get('location') ?? ''
const read = (path: string, as = ada) => ask({ path, as })
const tagOf = async (path: string) => (await read(path)).headers.get('etag') ?? ''
const pointers = ({ json }: Got) =>
  (json['errors'] as { in: string; pointer: string }[] | undefined)?.map((each) => each.pointer)
const members = ({ json: { id: _id, owner: _owner, createdAt: _made, updatedAt: _changed, ...rest } }: Got) =>
  rest

describe('notes', () => {
  it('are made, read, replaced, patched and deleted', async () => {
    const all = {
      title: 'ä 👩‍🚀 \u2028 e\u0301',
      text: null,
      due: '2031-02-28T23:59:59.5-08:00',
      tags: ['b', 'a'],
      rank: 0,
    }
    const created = await post(all)
    const path = created.headers.get('location') ?? ''
    expect(created).toMatchObject({ status: 201, json: { ...all, owner: 'ada' } })
    expect(created.headers.get('content-location')).toBe(path)
    expect((await read(path)).headers.get('etag')).toBe(created.headers.get('etag'))

    const replaced = await ask({ method: 'PUT', path, as: ada, json: { title: 'b' } })
    expect([replaced.status, members(replaced), replaced.headers.has('etag')]).toEqual([
      200,
      { title: 'b' },
      false,
    ])

    const patch = (json: unknown) =>
      ask({
        method: 'PATCH',
        path,
        as: ada,
        json,
        headers: { 'Content-Type': 'application/merge-patch+json' },
      })
    expect(members(await patch({ text: 'c', rank: 4 }))).toEqual({ title: 'b', text: 'c', rank: 4 })
    expect(members(await patch({ text: null, title: 'd' }))).toEqual({ title: 'd', rank: 4 })
    for (const wrong of [{ title: null }, { id: 'e' }, [], null, 7])
      expect(await patch(wrong)).toMatchObject({ status: 422 })
    expect(members(await read(path))).toEqual({ title: 'd', rank: 4 })

    const remove = () => ask({ method: 'DELETE', path, as: ada })
    expect([(await remove()).status, (await remove()).status, (await read(path)).status]).toEqual([
      204, 404, 404,
    ])
  })

  it('are changed by who knows the newest version', async () => {
    const path = await made()
    const old = await tagOf(path)
    const put = (title: string, headers: Record<string, string>) =>
      ask({ method: 'PUT', path, as: ada, json: { title }, headers })
    expect(await put('a', { 'If-Match': old })).toMatchObject({ status: 200 })
    expect(await tagOf(path)).toBe(old)
    const writers = await Promise.all(['b', 'c', 'd'].map((title) => put(title, { 'If-Match': old })))
    expect(writers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
    expect(await put('a', { 'If-Match': '*' })).toMatchObject({ status: 200 })
    expect(await tagOf(path)).not.toBe(old)
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const refused = await ask({
        method,
        path,
        as: ada,
        headers: {
          'If-Match': old,
          'Content-Type': method === 'PUT' ? 'application/json' : 'application/merge-patch+json',
        },
        body: 'not JSON',
      })
      expect(refused).toMatchObject({ status: 412 })
    }
    expect(members(await read(path))).toEqual({ title: 'a' })
    expect(await put('e', { 'If-None-Match': '*' })).toMatchObject({ status: 412 })
  })

  it('are nobody else’s', async () => {
    const path = await made()
    const asBob = async (method: string, more: Partial<RequestSpec> = {}) =>
      (await ask({ method, path, as: bob, ...more })).status
    expect([await asBob('GET'), await asBob('DELETE'), await asBob('PUT', { json: { title: 'b' } })]).toEqual(
      [404, 404, 404],
    )
    expect((await read('/notes', bob)).json['items']).toEqual([])
    expect(members(await read(path))).toEqual({ title: 'a' })
  })

  it('come page by page while others are made and deleted', async () => {
    const before = await Promise.all(Array.from({ length: 7 }, () => made()))
    const seen: string[] = []
    for (let next = '/notes?limit=2'; next !== '';) {
      const page = await read(next)
      seen.push(...(page.json['items'] as { id: string }[]).map(({ id }) => `/notes/${id}`))
      next = String(page.json['next'] ?? '')
      expect(page.headers.get('link')?.includes('rel="next"')).toBe(next !== '')
      if (seen.length < 8) await made()
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(before))
  })
})

describe('content', () => {
  it.each([
    ['{"title":"a","title":"b"}', 400],
    [String.raw`{"title":"a","\u0074itle":"b"}`, 400],
    ['{"title":"a"', 400],
    ['{"title":"a"} x', 400],
    ['', 400],
    ['\ufeff{"title":"a"}', 400],
    [`{"title":"a","x":${'['.repeat(40)}${']'.repeat(40)}}`, 400],
    ['null', 422],
    ['[]', 422],
    ['{"title":1}', 422],
    [String.raw`{"title":"a\u0000"}`, 422],
    [String.raw`{"title":"\ud800"}`, 422],
    ['{"title":"a","rank":1e400}', 422],
    ['{"title":"a","rank":1.5}', 422],
    ['{"title":"a","rank":"5"}', 422],
    ['{"title":"a","due":"2031-02-30T00:00:00Z"}', 422],
    ['{"title":"a","due":"2031-02-03T00:00:00"}', 422],
    ['{"title":"a","due":"2031-02-03 00:00:00Z"}', 422],
    ['{"title":"a","tags":["a","a"]}', 422],
    ['{"title":"a","__proto__":{"rank":1}}', 422],
    ['{"title":"a","constructor":1}', 422],
    ['{"title":"a","rank":1e1}', 201],
    ['{"title":"a","due":"2016-12-31T15:59:60-08:00"}', 201],
  ])('%s', async (body, status) => {
    expect(await posted(body)).toMatchObject({ status, json: status === 201 ? { title: 'a' } : { status } })
  })

  it('says where each mistake is', async () => {
    const body = `{"text":7,"tags":["","a","a"],"rank":9007199254740993,"a/b~c":${'1'.repeat(20)}}`
    expect(pointers(await posted(body))?.toSorted()).toEqual([
      '/a~1b~0c',
      '/rank',
      '/tags',
      '/tags/0',
      '/text',
      '/title',
    ])
    const more = await ask({ method: 'POST', path: '/notes?x=1', as: ada, json: { title: '' } })
    expect(pointers(more)).toEqual(['/x', '/title'])
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`m${at}`, at]))
    expect(pointers(await post(many))).toHaveLength(100)
  })

  it.each([
    ['text/plain', {}, 415],
    ['application/json; charset=iso-8859-1', {}, 415],
    ['application/json; charset="UTF-8"', {}, 201],
    ['APPLICATION/JSON', {}, 201],
    ['application/json;;', {}, 201],
    ['application/json; =', {}, 415],
    ['application/json', { 'Content-Encoding': 'gzip' }, 415],
  ])('as %s %o', async (type, headers, status) => {
    const answer = await posted('{"title":"a"}', type, headers)
    expect(answer.status).toBe(status)
    if (status === 415)
      expect(answer.headers.has('accept') || answer.headers.has('accept-encoding')).toBe(true)
  })

  it('has a bound to its depth and its values', async () => {
    expect(await posted('['.repeat(100_000))).toMatchObject({ status: 400 })
    expect(await posted('{"a":'.repeat(20_000))).toMatchObject({ status: 400 })
    expect(await posted(`[${'0,'.repeat(50_000)}0]`)).toMatchObject({ status: 400 })
  })

  it('is UTF-8, and bounded', async () => {
    expect(await posted(Buffer.from('{"title":"\xff"}', 'latin1'))).toMatchObject({ status: 400 })
    expect(await posted(JSON.stringify({ title: 'a', text: 'x'.repeat(150_000) }))).toMatchObject({
      status: 413,
    })
    const text = '\u{1F600}'.repeat(5000)
    expect(await post({ title: 'a', text })).toMatchObject({ status: 201, json: { text } })
    expect(pointers(await post({ title: 'a', text: `${text}a` }))).toEqual(['/text'])
  })
})

describe('queries', () => {
  it.each([
    ['limit=100', 200],
    ['limit=0', 422],
    ['limit=101', 422],
    ['limit=1e1', 422],
    ['limit=+5', 422],
    ['limit=05', 422],
    ['limit=', 422],
    ['limit', 422],
    ['limit=1&limit=1', 422],
    ['limit=1&lim%69t=1', 422],
    ['sort=secret', 422],
    ['colour=red', 422],
    ['year=99999999999999999999', 422],
    ['text=%00', 422],
    ['cursor=AAAA', 400],
    ['&', 200],
    ['', 200],
  ])('%s', async (query, status) => {
    expect(await ask(`/books?${query}`)).toMatchObject({ status })
  })

  it.each(['id', '-id', 'title', '-title', 'year', '-year'])('give every book once by %s', async (sort) => {
    const seen: Record<string, unknown>[] = []
    for (let next = `/books?limit=40&sort=${sort}`; next !== '';) {
      const { json } = await ask(next)
      seen.push(...(json['items'] as Record<string, unknown>[]))
      next = String(json['next'] ?? '')
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(150)
    const values = seen.map((book) => book[sort.replace('-', '')] as string | number)
    const ordered = values.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    expect(values).toEqual(sort.startsWith('-') ? ordered.toReversed() : ordered)
  })

  it('filter, and have cursors that are good for nothing else', async () => {
    const { json } = await ask('/books?text=+GARDEN&limit=1')
    expect(json['items']).toHaveLength(1)
    const cursor = new URLSearchParams(String(json['next'])).get('cursor') ?? ''
    expect(await ask(`/books?text=%20garden&limit=1&cursor=${cursor}`)).toMatchObject({ status: 400 })
    expect(await ask(`/books?text=+GARDEN&limit=2&cursor=${cursor}`)).toMatchObject({ status: 200 })
    expect(await ask(`/books?cursor=${cursor}`)).toMatchObject({ status: 400 })
    const changed = `${cursor.startsWith('A') ? 'B' : 'A'}${cursor.slice(1)}`
    expect(await ask(`/books?text=+GARDEN&cursor=${changed}`)).toMatchObject({ status: 400 })
  })
})

describe('who calls', () => {
  it.each([
    [undefined, 'Bearer realm="sound"'],
    ['Basic YTpi', 'Bearer realm="sound"'],
    ['Bearer nobody', 'Bearer realm="sound", error="invalid_token"'],
    ['Bearer', 'Bearer realm="sound", error="invalid_token"'],
    ['Bearer ada-token x', 'Bearer realm="sound", error="invalid_token"'],
  ])('as %s is refused', async (authorization, challenge) => {
    const answer = await ask({ path: '/notes', headers: { Authorization: authorization } })
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, challenge])
  })

  it('signs in for a token or a cookie, so many times a minute', async () => {
    const to = (path: string, user: string, password: string) =>
      ask({ method: 'POST', path, json: { user, password } })
    const { json, headers } = await to('/sign-in', 'ada', 'ada-password')
    expect(headers.get('ratelimit-policy')).toBe('"sign-in";q=20;w=60')
    expect(headers.get('ratelimit')).toBe('"sign-in";r=19;t=60')
    const bearer = { Authorization: `bearer  ${String(json['token'])}` }
    expect(await ask({ path: '/me', headers: bearer })).toMatchObject({ status: 200, json: { name: 'ada' } })

    const [cookie = ''] = (await to('/session', 'bob', 'bob-password')).headers.all('set-cookie')
    expect(cookie).toMatch(/^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const Cookie = `a=b; ${cookie.slice(0, cookie.indexOf(';'))}`
    expect(await ask({ path: '/me', headers: { Cookie } })).toMatchObject({ json: { name: 'bob' } })
    expect(await ask({ path: '/notes', headers: { Cookie } })).toMatchObject({ status: 401 })

    const wrong = async (user: string) => {
      const {
        status,
        json: { instance: _instance, ...said },
      } = await to('/sign-in', user, 'x')
      return { status, said }
    }
    expect(await wrong('nobody')).toEqual(await wrong('ada'))
    for (let left = 16; left > 0; left--) await wrong('__proto__')
    const limited = await to('/sign-in', 'ada', 'ada-password')
    expect(limited.status).toBe(429)
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(limited.headers.get('ratelimit')).toMatch(/^"sign-in";r=0;t=\d\d$/)
  })
})

describe('an idempotency key', () => {
  it.each(['"8e03978e"', '550e8400-e29b-41d4-a716-446655440000'])('%s makes one note', async (key) => {
    const send = (title: string, as = ada) =>
      ask({ method: 'POST', path: '/notes', as, json: { title }, headers: { 'Idempotency-Key': key } })
    const answers = await Promise.all([send('a'), send('a'), send('a')])
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1)
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.toString()}`)).size).toBe(1)
    expect(await send('b')).toMatchObject({ status: 422, json: { type: '/problems/idempotency-key-reused' } })
    expect((await send('a', bob)).json['owner']).toBe('bob')
  })

  it('that is none is refused, and one of a refused request can be used again', async () => {
    const send = (key: string, title: string) => post({ title }, { 'Idempotency-Key': key })
    expect(await send('a b', 'a')).toMatchObject({ status: 400 })
    expect(await send('"k"', '')).toMatchObject({ status: 422 })
    expect(await send('"k"', 'a')).toMatchObject({ status: 201 })
  })
})
