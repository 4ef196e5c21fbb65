import type { Database } from 'principia/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, testDatabase, type TestedApp } from 'principia/testing'
import academy from './app.ts'
import { services } from './services.ts'
import type { Tables } from './tables/tables.ts'

let api: TestedApp
let ada: Person
let eve: Person

interface Person {
  readonly cookie: string
  readonly id: string
}

beforeAll(async () => {
  api = await testApp(academy)
  ada = await signUp(api, 'ada@example.org')
  eve = await signUp(api, 'eve@example.org')
  for (const [person, text] of [
    [ada, "Ada's zebra"],
    [eve, "Eve's walrus"],
  ] as const) {
    await as(person).put('/api/notes/routing', note(text), { 'if-match': '"0"' })
  }
  await as(ada).put('/api/progress/routing', { status: 'completed' })
  await as(eve).put('/api/progress/routing', { status: 'in-progress' })
})
afterAll(() => api.close())

async function signUp(on: TestedApp, email: string, cookie?: string): Promise<Person> {
  const account = { name: email, email, password: 'correct horse' }
  const response = await on.post('/api/account', account, { headers: cookie === undefined ? {} : { cookie } })
  expect(response.status).toBe(201)
  const { id } = (await response.json()) as { id: string }
  return { id, cookie: (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' }
}

const note = (notes: string) => ({ sections: { keyConcepts: '', notes, codeExamples: '', takeaways: '' } })

const as = ({ cookie }: { readonly cookie: string }) => ({
  get: (path: string, headers = {}) => api.get(path, { headers: { cookie, ...headers } }),
  put: (path: string, json: unknown, headers = {}) =>
    api.put(path, json, { headers: { cookie, ...headers } }),
})

describe('everybody has their own', () => {
  test.each([
    ['/api/me', 'eve@example.org', 'ada@'],
    ['/api/notes', 'walrus', 'zebra'],
    ['/api/notes/routing', 'walrus', 'zebra'],
    ['/api/notes/routing/export', 'walrus', 'zebra'],
    ['/api/search?q=walrus', 'walrus', 'zebra'],
    ['/api/progress', 'in-progress', 'completed"'],
  ])('%s', async (path, own, others) => {
    const text = await (await as(eve).get(path)).text()
    expect(text).toContain(own)
    expect(text).not.toContain(others)
  })

  test('a search finds nothing in the notes of others', async () => {
    const { results } = (await (await as(eve).get('/api/search?q=zebra')).json()) as {
      results: { kind: string }[]
    }
    expect(results.filter(({ kind }) => kind === 'note')).toEqual([])
  })

  test("saving over a version changes no note but one's own", async () => {
    expect((await as(eve).put('/api/notes/routing', note('Eve again'), { 'if-match': '"1"' })).status).toBe(
      200,
    )
    expect(await (await as(ada).get('/api/notes/routing')).json()).toMatchObject({
      version: 1,
      sections: { notes: "Ada's zebra" },
    })
  })

  test("the tag of another's note is worth nothing", async () => {
    const tag = (await as(ada).get('/api/notes/routing')).headers.get('etag') ?? ''
    expect((await as(eve).get('/api/notes/routing', { 'if-none-match': tag })).status).toBe(200)
    expect((await as(eve).put('/api/notes/routing', note('x'), { 'if-match': tag })).status).toBe(412)
  })

  test.each(['/api/notes', '/api/notes/routing', '/api/notes/routing/export', '/api/progress'])(
    '%s is for nobody who has not signed in, and the answer says how',
    async (path) => {
      const response = await api.get(path)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Cookie cookie-name="session"')
    },
  )
})

describe('the inspector', () => {
  const paths = async (on: TestedApp, cookie: string, headers = {}) => {
    const response = await on.get('/inspector/requests', {
      headers: { cookie, host: 'localhost', ...headers },
    })
    const { requests } = (await response.json()) as { requests: { path: string }[] }
    return requests.map(({ path }) => path)
  }

  test('shows everybody their own requests, and nobody those of others', async () => {
    await as(ada).get('/api/search?q=only-ada')
    await api.booted.dispatcher.whenIdle()
    expect(await paths(api, ada.cookie)).toContain('/api/search')
    expect(await paths(api, '')).toEqual([])
    const record = api.traces().find(({ userId }) => userId === ada.id)
    const opened = await as(eve).get(`/inspector/requests/${record?.requestId}`)
    expect(opened.status).toBe(404)
  })

  test('shows those of all only where that is set, and only to whoever sits at the machine', async () => {
    await using open = await testApp(academy, { env: { INSPECTOR: 'all' } })
    await open.get('/api/curriculum')
    await open.booted.dispatcher.whenIdle()
    expect(await paths(open, '')).toEqual(['/api/curriculum'])
    expect(await paths(open, '', { host: 'evil.example' })).toEqual([])
    expect(await paths(open, '', { 'x-forwarded-for': '203.0.113.9' })).toEqual([])
  })
})

describe('sessions', () => {
  test('signing up ends the session that the browser had', async () => {
    const first = await signUp(api, 'first@example.org')
    await signUp(api, 'second@example.org', first.cookie)
    expect((await as(first).get('/api/notes')).status).toBe(401)
  })

  test('the database holds no token that would open a session', async () => {
    const db = api.booted.services.find(({ name }) => name === 'db')?.instance as Database<Tables>
    const rows = await db.selectFrom('sessions').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(ada.cookie.split('=')[1])
    const { password_hash } = await db.selectFrom('users').selectAll().executeTakeFirstOrThrow()
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await db
      .updateTable('sessions')
      .set({ expires_at: new Date(0) })
      .where('user_id', '=', ada.id)
      .execute()
    expect((await as(ada).get('/api/notes')).status).toBe(401)
  })
})

test('the longest note that the limits allow is saved and found', async () => {
  const longest = Array.from({ length: 28_000 }, (_, index) => `w${index}`)
    .join(' ')
    .slice(0, 199_000)
  const sections = { keyConcepts: longest, notes: longest, codeExamples: longest, takeaways: longest }
  const headers = { 'if-match': '"0"' }
  expect((await as(eve).put('/api/notes/scaling', { sections }, headers)).status).toBe(200)
  expect(await (await as(eve).get('/api/search?q=w1234')).text()).toContain('"hit":true')
})

test('a flood of sign-ins is refused in part, and leaves the rest of the service answering', async () => {
  await using flooded = await testApp(academy)
  const attempts = Array.from({ length: 60 }, (_, index) =>
    flooded.post('/api/account', { name: 'x', email: `x${index}@example.org`, password: 'correct horse' }),
  )
  const statuses = await Promise.all(attempts.map(async (attempt) => (await attempt).status))
  expect(statuses.filter((status) => status === 201)).toHaveLength(42)
  expect(statuses.filter((status) => status === 503)).toHaveLength(18)
})

test('sign-ups that wait for their turn hold no connection', async () => {
  // One connection: whoever held it while hashing would have everybody else wait for all of them.
  const db = {
    ...services.db,
    start: () => testDatabase({ ...services.db, pool: { ...services.db.pool, max: 1 } }),
  }
  await using crowded = await testApp(academy, { services: { db } })
  const person = await signUp(crowded, 'first@example.org')
  let finished = 0
  const signUps = Array.from({ length: 20 }, (_, index) =>
    crowded
      .post('/api/account', { name: 'x', email: `x${index}@example.org`, password: 'correct horse' })
      .finally(() => finished++),
  )
  expect((await crowded.get('/api/notes', { headers: { cookie: person.cookie } })).status).toBe(200)
  expect(finished).toBeLessThan(signUps.length)
  expect((await Promise.all(signUps)).map(({ status }) => status)).toEqual(signUps.map(() => 201))
})
