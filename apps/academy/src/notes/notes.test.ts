import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate, sql } from 'principia/database'
import { testApp, testDatabase, type TestedApp } from 'principia/testing'
import academy from '../app.ts'
import { services } from '../services.ts'
import { migrations } from '../tables/migrations.ts'

let api: TestedApp
beforeAll(async () => {
  api = await testApp(academy)
})
afterAll(() => api.close())

let people = 0
async function learner() {
  const account = { name: 'Ada', email: `ada${people++}@example.org`, password: 'correct horse' }
  const signedUp = await api.post('/api/account', account)
  const cookie = (signedUp.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  const ask = async (method: string, path: string, json?: unknown, headers: Record<string, string> = {}) => {
    const answer = await api.request(method, path, { headers: { cookie, ...headers }, json })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    }
  }
  return {
    ask,
    save: (concept: string, notes: string, version: number) =>
      ask('PUT', `/api/notes/${concept}`, { sections: sections(notes) }, { 'if-match': `"${version}"` }),
    list: async (query = '') =>
      (await ask('GET', `/api/notes${query}`)).body as {
        items: { concept: string }[]
        page: { next: string | null }
      },
  }
}

const sections = (notes: string) => ({ keyConcepts: 'key', notes, codeExamples: '', takeaways: 'take' })

describe('a note', () => {
  test('is there before it is written, and nowhere but on a concept of the curriculum', async () => {
    const { ask } = await learner()
    const unwritten = await ask('GET', '/api/notes/http')
    expect(unwritten).toMatchObject({
      status: 200,
      body: { concept: 'http', version: 0, updatedAt: null, sections: { notes: '' } },
    })
    expect(unwritten.headers.get('etag')).toMatch(/^"0-[\w-]{36}:[\w-]{27}"$/)
    for (const [method, body] of [['GET'], ['PUT', { sections: sections('') }], ['DELETE']] as const) {
      const answer = await ask(method, '/api/notes/alchemy', body, { 'if-match': '*' })
      expect(answer).toMatchObject({ status: 404, body: { type: '/problems/unknown-concept' } })
    }
    const begun = await ask('POST', '/api/notes', { concept: 'alchemy', sections: sections('') })
    expect(begun.body.type).toBe('/problems/unknown-concept')
  })

  test('may be begun by POST, once, however often it is sent with one key', async () => {
    const { ask } = await learner()
    const note = { concept: 'http', sections: sections('begun') }
    const begin = () => ask('POST', '/api/notes', note, { 'idempotency-key': 'begin' })
    const first = await begin()
    expect([first.status, first.headers.get('location')]).toEqual([201, '/api/notes/http'])
    expect((await begin()).body).toEqual(first.body)
    expect(await ask('POST', '/api/notes', note)).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: '/concept' }] },
    })
  })

  test.each([
    ['application/merge-patch+json', { sections: { notes: 'patched' } }],
    ['application/json-patch+json', [{ op: 'replace', path: '/sections/notes', value: 'patched' }]],
  ])('is changed in part by %s, written before or not', async (type, patch) => {
    const { ask, save } = await learner()
    await save('http', 'first', 0)
    const send = (concept: string, tag: string) =>
      ask('PATCH', `/api/notes/${concept}`, patch, { 'content-type': type, 'if-match': tag })
    expect(await send('http', '"1"')).toMatchObject({
      status: 200,
      body: { version: 2, sections: sections('patched') },
    })
    expect((await send('http', '"1"')).body.type).toBe('/problems/note-changed')
    expect((await send('routing', '"0"')).body).toMatchObject({ version: 1, sections: { notes: 'patched' } })
  })

  test('that is deleted is seen by nobody, and a tab that still has it cannot save over the next one', async () => {
    const { ask, save, list } = await learner()
    await save('http', 'zebra', 0)
    expect((await ask('DELETE', '/api/notes/http')).status).toBe(428)
    expect((await ask('DELETE', '/api/notes/http', undefined, { 'if-match': '"7"' })).status).toBe(412)
    expect((await ask('DELETE', '/api/notes/http', undefined, { 'if-match': '"1"' })).status).toBe(204)
    expect((await ask('DELETE', '/api/notes/http', undefined, { 'if-match': '*' })).status).toBe(404)
    expect((await ask('GET', '/api/notes/http')).body).toMatchObject({ version: 0, sections: { notes: '' } })
    expect((await list()).items).toEqual([])
    expect((await ask('GET', '/api/search?q=zebra')).body).toEqual({ results: [] })

    expect((await save('http', 'stale', 1)).status).toBe(412)
    expect((await save('http', 'walrus', 0)).body).toMatchObject({ version: 2 })
    expect((await save('http', 'stale', 1)).status).toBe(412)
  })
})

test('the list has pages, the latest first, and of each note its beginning', async () => {
  const { save, list } = await learner()
  for (const concept of ['http', 'routing', 'context']) await save(concept, concept.toUpperCase(), 0)
  await save('http', 'again', 1)
  const seen: string[] = []
  let query = '?limit=2'
  for (let pages = 0; pages < 5; pages++) {
    const { items, page } = await list(query)
    seen.push(...items.map(({ concept }) => concept))
    if (pages === 0) {
      expect(items[0]).toEqual({
        concept: 'http',
        excerpt: 'key again take',
        version: 2,
        updatedAt: expect.any(String),
      })
    }
    if (page.next === null) break
    query = `?limit=2&after=${page.next}`
  }
  expect(seen).toEqual(['http', 'context', 'routing'])
})

test('notes from before they had sections as one value are all there after the migration, and after its undoing', async () => {
  await using db = await testDatabase(services.db)
  const before = migrations.find(({ name }) => name.endsWith('chapter-sections'))?.name
  if (before === undefined) throw new Error('there is no such migration')
  await migrate(db, migrations, { direction: 'down', to: before })
  await sql`insert into users (id, email, name, password_hash)
    values ('8e03978e-40d5-43dd-bc93-6894a57f9324', 'a@example.org', 'Ada', '')`.execute(db)
  await sql`insert into notes (user_id, concept, key_concepts, notes, version)
    values ('8e03978e-40d5-43dd-bc93-6894a57f9324', 'http', 'radix tree', 'n', 7)`.execute(db)
  await migrate(db, migrations)
  const row = await db.selectFrom('notes').selectAll().executeTakeFirstOrThrow()
  expect(row).toMatchObject({
    version: 7,
    excerpt: 'radix tree n ',
    sections: { keyConcepts: 'radix tree', notes: 'n', codeExamples: '', takeaways: '' },
  })
  expect(row.document).toContain("'radix'")
  await migrate(db, migrations, { direction: 'down', to: before })
  const { rows } = await sql`select key_concepts, notes, version from notes`.execute(db)
  expect(rows).toEqual([{ key_concepts: 'radix tree', notes: 'n', version: 7 }])
})
