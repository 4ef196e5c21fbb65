import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestedApp } from 'principia/testing'
import academy from './app.ts'
import { book } from './curriculum/book.ts'

let api: TestedApp
beforeAll(async () => {
  api = await testApp(academy)
})
afterAll(() => api.close())

interface Visitor {
  readonly cookie: string
}

let people = 0
async function signUp(): Promise<Visitor> {
  const response = await api.post('/api/account', {
    name: 'Ada',
    email: `ada${people++}@example.org`,
    password: 'correct horse',
  })
  expect(response.status).toBe(201)
  return { cookie: cookieOf(response) }
}

function cookieOf(response: Response): string {
  return (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
}

const sections = { keyConcepts: 'A *radix* tree', notes: '', codeExamples: '', takeaways: '' }

describe('identity', () => {
  test('who signs up is signed in, by a cookie that scripts cannot read', async () => {
    const response = await api.post('/api/account', {
      name: 'Bo',
      email: 'bo@example.org',
      password: 'correct horse',
    })
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    )
    const me = await api.get('/api/me', { headers: { cookie: cookieOf(response) } })
    expect(await me.json()).toMatchObject({ user: { name: 'Bo', email: 'bo@example.org' } })
    expect(me.headers.get('cache-control')).toBe('private, no-cache')
  })

  test('over https the cookie has the __Host- prefix', async () => {
    await using secure = await testApp(academy, { env: { PUBLIC_URL: 'https://academy.example.org' } })
    const response = await secure.post('/api/account', {
      name: 'Bo',
      email: 'bo@example.org',
      password: 'correct horse',
    })
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  test('an address has one account, however it is spelled, even when two sign up at once', async () => {
    const account = (email: string) =>
      api.post('/api/account', { name: 'Cy', email, password: 'correct horse' })
    const responses = await Promise.all([
      account('cy@example.org'),
      account('CY@example.org'),
      account('Cy@Example.org'),
    ])
    expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
  })

  test('a sign-up whose answer was lost may be sent again: there is one account, and signing in opens it', async () => {
    const account = { name: 'Em', email: 'em@example.org', password: 'correct horse' }
    const send = (body: object) => api.post('/api/account', body, { headers: { 'idempotency-key': 'lost' } })
    const [first, again] = [await send(account), await send(account)]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(await again.json()).toEqual(await first.json())
    expect([again.headers.get('idempotency-replayed'), again.headers.getSetCookie()]).toEqual(['true', []])
    const { email, password } = account
    const signedIn = await api.post('/api/session', { email, password })
    expect(await signedIn.json()).toMatchObject({ email })
    // Whoever has the key but not the password gets nothing by it.
    expect((await send({ ...account, password: 'a wrong horse' })).status).toBe(422)
    expect((await api.post('/api/account', account)).status).toBe(409)
  })

  test('a wrong password and an unknown address get the same answer', async () => {
    await api.post('/api/account', { name: 'Di', email: 'di@example.org', password: 'correct horse' })
    const wrong = await api.post('/api/session', { email: 'di@example.org', password: 'wrong horse' })
    const unknown = await api.post('/api/session', { email: 'nobody@example.org', password: 'wrong horse' })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    const [a, b] = (await Promise.all([wrong.json(), unknown.json()])) as Record<string, unknown>[]
    expect({ ...a, requestId: '' }).toEqual({ ...b, requestId: '' })
  })

  test('signing in again ends the session before, and signing out ends the last', async () => {
    const first = await signUp()
    const again = await api.post(
      '/api/session',
      { email: `ada${people - 1}@example.org`, password: 'correct horse' },
      { headers: { cookie: first.cookie } },
    )
    const second = cookieOf(again)
    expect((await api.get('/api/notes', { headers: { cookie: first.cookie } })).status).toBe(401)
    expect((await api.get('/api/notes', { headers: { cookie: second } })).status).toBe(200)
    expect((await api.delete('/api/session', { headers: { cookie: second } })).status).toBe(204)
    expect((await api.get('/api/notes', { headers: { cookie: second } })).status).toBe(401)
  })

  test('no password, hash or token is in what the inspector keeps', async () => {
    await signUp()
    const kept = JSON.stringify(api.traces())
    expect(kept).not.toContain('correct horse')
    expect(kept).not.toContain('argon2id$v')
  })
})

describe('progress', () => {
  test('dates follow from the status', async () => {
    const headers = await signUp()
    const put = async (status: string) => {
      const response = await api.put('/api/progress/routing', { status }, { headers: { ...headers } })
      return (await response.json()) as { startedAt: string | null; completedAt: string | null }
    }
    const started = await put('in-progress')
    expect(started).toMatchObject({ startedAt: expect.any(String), completedAt: null })
    expect(await put('completed')).toMatchObject({
      startedAt: started.startedAt,
      completedAt: expect.any(String),
    })
    expect(await put('in-progress')).toMatchObject({ startedAt: started.startedAt, completedAt: null })
    expect(await put('not-started')).toMatchObject({ startedAt: null, completedAt: null })
  })

  test('a concept that the curriculum does not have is not found', async () => {
    const headers = await signUp()
    const response = await api.put(
      '/api/progress/alchemy',
      { status: 'completed' },
      { headers: { ...headers } },
    )
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ type: '/problems/unknown-concept' })
  })
})

describe('notes', () => {
  test('of twenty writers with the same version exactly one is let through', async () => {
    const headers = await signUp()
    const save = (version: number, text: string) =>
      api.put(
        '/api/notes/routing',
        { sections: { ...sections, notes: text } },
        { headers: { ...headers, 'if-match': `"${version}"` } },
      )
    for (const version of [0, 1]) {
      const responses = await Promise.all(
        Array.from({ length: 20 }, (_, writer) => save(version, `writer ${writer}`)),
      )
      expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(responses.filter(({ status }) => status === 412)).toHaveLength(19)
    }
  })

  test('the version is in the ETag, and a reader who has it already gets a 304', async () => {
    const headers = await signUp()
    await api.put('/api/notes/http', { sections }, { headers: { ...headers, 'if-match': '"0"' } })
    const response = await api.get('/api/notes/http', { headers: { ...headers } })
    const tag = response.headers.get('etag') ?? ''
    expect(tag).toMatch(/^"1-[\w-]{36}:[\w-]{27}"$/)
    expect(response.headers.get('vary')).toBe('Cookie')
    const again = await api.get('/api/notes/http', { headers: { ...headers, 'if-none-match': tag } })
    expect(again.status).toBe(304)
    const saved = await api.put('/api/notes/http', { sections }, { headers: { ...headers, 'if-match': tag } })
    expect(saved.status).toBe(200)
  })

  test('any of several versions that a writer would save over may be named, and any at all', async () => {
    const [ada, eve] = [await signUp(), await signUp()]
    const save = (who: Visitor, tag: string) =>
      api.put('/api/notes/http', { sections }, { headers: { ...who, 'if-match': tag } })
    expect((await save(ada, '"7", "0"')).status).toBe(200)
    expect((await save(ada, '*')).status).toBe(200)
    expect((await save(ada, 'W/"2"')).status).toBe(412)
    const tag = (await api.get('/api/notes/http', { headers: { ...ada } })).headers.get('etag') ?? ''
    await save(eve, '*')
    await save(eve, '*')
    const refused = await save(eve, tag)
    expect([refused.status, await refused.json()]).toMatchObject([412, { type: '/problems/note-changed' }])
    expect((await save(ada, `"1", ${tag}`)).status).toBe(200)
  })

  test('saving without a version is refused', async () => {
    const headers = await signUp()
    expect((await api.put('/api/notes/http', { sections }, { headers: { ...headers } })).status).toBe(428)
  })

  test('nobody reads the notes of another', async () => {
    const [ada, eve] = [await signUp(), await signUp()]
    await api.put('/api/notes/http', { sections }, { headers: { ...ada, 'if-match': '"0"' } })
    expect(await (await api.get('/api/notes', { headers: { ...eve } })).json()).toMatchObject({ items: [] })
    expect(await (await api.get('/api/search?q=radix', { headers: { ...eve } })).json()).not.toMatchObject({
      results: expect.arrayContaining([expect.objectContaining({ kind: 'note' })]),
    })
  })

  test('a note is exported as Markdown, in the order of the template', async () => {
    const headers = await signUp()
    await api.put('/api/notes/http', { sections }, { headers: { ...headers, 'if-match': '"0"' } })
    const response = await api.get('/api/notes/http/export', { headers: { ...headers } })
    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="http.md"')
    expect(await response.text()).toBe(
      '# HTTP\n\n## Key concepts\n\nA *radix* tree\n\n## Notes\n\n## Code examples\n\n## Takeaways\n',
    )
  })
})

describe('search', () => {
  test("finds one's own notes by a half-typed word, and marks the hit", async () => {
    const headers = await signUp()
    await api.put('/api/notes/http', { sections }, { headers: { ...headers, 'if-match': '"0"' } })
    const response = await api.get('/api/search?q=rad', { headers: { ...headers } })
    const { results } = (await response.json()) as { results: { kind: string; snippet: unknown[] }[] }
    const note = results.find(({ kind }) => kind === 'note')
    expect(note).toMatchObject({ concept: 'http', title: 'HTTP' })
    expect(note?.snippet).toContainEqual({ text: 'radix', hit: true })
  })

  test.each(["'", "a' | 'b", '\\', '!!!', '🙂', ':* & |', '"unclosed', '<script>', 'x'.repeat(200)])(
    'takes %j as text',
    async (query) => {
      const response = await api.get(`/api/search?q=${encodeURIComponent(query)}`)
      expect(response.status).toBe(200)
    },
  )
})

describe('curriculum', () => {
  test('has 37 concepts, each with its topics, and says which chapters are written', async () => {
    const { parts } = (await (await api.get('/api/curriculum')).json()) as {
      parts: { concepts: { id: string; topics: string[]; written: boolean }[] }[]
    }
    const concepts = parts.flatMap((part) => part.concepts)
    expect(concepts).toHaveLength(37)
    expect(concepts.every(({ topics }) => topics.length > 0)).toBe(true)
    expect(
      concepts
        .filter(({ written }) => written)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([...book.chapters.keys()].toSorted())
  })

  test('a chapter that is not written is a problem of its own', async () => {
    expect(await (await api.get('/api/chapters/mesh')).json()).toMatchObject({
      type: '/problems/unknown-concept',
    })
    expect(await (await api.get('/api/chapters/scaling')).json()).toMatchObject({
      type: '/problems/chapter-not-written',
    })
  })

  test('a chapter is sent compressed to whoever takes it, and not again to who has it', async () => {
    const headers = { 'accept-encoding': 'br' }
    const response = await api.get('/api/chapters/routing', { headers })
    expect(response.headers.get('vary')).toContain('Accept-Encoding')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('content-encoding')).toBe('br')
    const known = { ...headers, 'if-none-match': response.headers.get('etag') ?? '' }
    expect((await api.get('/api/chapters/routing', { headers: known })).status).toBe(304)
  })

  test.each(['../../../../etc/passwd', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/.env', '.env', 'a%00b'])(
    'no source but what chapters link can be read: %s',
    async (path) => {
      expect((await api.get(`/api/source/${path}`)).status).toBeOneOf([400, 404])
    },
  )
})

describe('pages', () => {
  test('every address of the front end gets the shell, others get it as a 404', async () => {
    for (const path of [
      '/',
      '/learn/routing',
      '/notes',
      '/search?q=x',
      '/source/packages/principia/src/index.ts',
    ]) {
      const response = await api.get(path)
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ])
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    }
    expect((await api.get('/no/such/page')).status).toBe(404)
    expect((await api.get('/learn/no-such-concept')).status).toBe(404)
    expect((await api.get('/api/nothing')).headers.get('content-type')).toBe('application/problem+json')
  })

  test('assets with a hash in their name are kept for ever', async () => {
    const html = await (await api.get('/')).text()
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html.replace(/<script src[^>]+>/, ''))?.[1] ?? ''
    const response = await api.get(script)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })
})
