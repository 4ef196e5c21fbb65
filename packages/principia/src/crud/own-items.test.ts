import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { app, defineAccess, defineProblem, module, route, t } from '../index.ts'
import { createClient } from '../client/index.ts'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { testApp, type TestedApp } from '../testing/index.ts'
import { resource } from './index.ts'

/** Everybody has pages of their own, and the name of one is unique among theirs alone. */
const createPages = migration('2026-01-01-create-pages', {
  up: (db) =>
    sql`create table pages (
      owner text not null,
      name text not null,
      content jsonb not null,
      version int not null default 1,
      updated_at timestamptz not null default now(),
      primary key (owner, name))`.execute(db),
})

const pageChanged = defineProblem('page-changed', 412, 'The page has changed')
const nobody = defineProblem('nobody', 401, 'Say who you are')
const unknownName = defineProblem('unknown-name', 404, 'No page has such a name')

const whoever = defineAccess('whoever', {
  check({ header }) {
    const id = header('x-user')
    if (id === undefined) throw nobody()
    return { id }
  },
})

const Page = t.Object(
  {
    name: t.String(),
    content: t.Object({ title: t.String(), text: t.String() }),
    version: t.Integer(),
    updatedAt: t.String({ format: 'date-time' }),
  },
  { title: 'Page' },
)

const pages = resource('/pages', {
  access: whoever,
  item: Page,
  id: 'name',
  immutable: ['name'],
  readOnly: ['version', 'updatedAt'],
  listed: ['name', 'version'],
  table: {
    table: 'pages',
    version: 'version',
    updatedAt: 'updated_at',
    scope: (user: { id: string }) => ({ owner: user.id }),
  },
  service: (table) => ({
    ...table,
    read(name, call) {
      if (name === '-') throw unknownName()
      return table.read(name, call)
    },
  }),
  precondition: 'required',
  changed: pageChanged,
  refusals: [nobody, unknownName],
  summaries: { list: 'All pages' },
  links: ({ name }) => ({ text: `/texts/${name}` }),
})

/** Another route by the same rules. */
const text = route('GET /texts/:name', { access: whoever }, async (context) => {
  const { db } = context as unknown as { db: Parameters<typeof pages.service.read>[1]['db'] }
  const stored = await pages.service.read(context.params.name, { db, user: context.user })
  return stored?.item.content.text
})

const site = app({
  name: 'site',
  services: { db: defineDatabase({ migrations: [createPages] }) },
  modules: [module({ name: 'api', path: '/api', routes: [pages, text] })],
})

let api: TestedApp
beforeAll(async () => {
  api = await testApp(site)
})
afterAll(() => api.close())

const as = (user: string, headers: Record<string, string> = {}) => ({
  headers: { 'x-user': user, ...headers },
})
const content = (title: string) => ({ content: { title, text: `of ${title}` } })
const make = (user: string, name: string) => api.post('/api/pages', { name, ...content(name) }, as(user))
const put = (user: string, name: string, headers: Record<string, string>, body: object = content('new')) =>
  api.put(`/api/pages/${name}`, body, as(user, headers))
const read = async (user: string, name: string) => {
  const answer = await api.get(`/api/pages/${name}`, as(user))
  return { tag: answer.headers.get('etag') ?? '', page: (await answer.json()) as Record<string, unknown> }
}
const typeOf = async (answer: Response) => ((await answer.json()) as { type: string }).type

describe('items whose id is unique among those of their owner', () => {
  it('are changed and deleted for their owner alone', async () => {
    for (const user of ['ann', 'bob']) expect((await make(user, 'home')).status).toBe(201)
    expect((await put('ann', 'home', { 'if-match': '"1"' })).status).toBe(200)
    expect((await read('bob', 'home')).page).toMatchObject({ version: 1, content: { title: 'home' } })
    expect((await api.delete('/api/pages/home', as('bob', { 'if-match': '*' }))).status).toBe(204)
    expect((await read('ann', 'home')).page).toMatchObject({ version: 2 })
  })

  it('have tags that say whose they are, so that no cache shows one to another', async () => {
    for (const user of ['cy', 'dan é']) await make(user, 'about')
    const [{ tag }, { tag: other }] = [await read('cy', 'about'), await read('dan é', 'about')]
    expect(tag).toMatch(/^"1-cy:[\w-]{27}"$/)
    expect(other).toMatch(/^"1-dan%20%C3%A9:[\w-]{27}"$/)
    const again = await api.get('/api/pages/about', as('dan é', { 'if-none-match': tag }))
    expect(again.status).toBe(200)
    expect(await typeOf(await put('cy', 'about', { 'if-match': other }))).toBe('/problems/page-changed')
    expect((await put('cy', 'about', { 'if-match': tag })).status).toBe(200)
    // The version alone will do.
    expect((await put('cy', 'about', { 'if-match': '"7", "2"' })).status).toBe(200)
  })
})

describe('a member that stays', () => {
  it('is given when the item is made, and not when it is changed', async () => {
    await make('eve', 'faq')
    expect((await put('eve', 'faq', { 'if-match': '*' }, { name: 'other', ...content('x') })).status).toBe(
      422,
    )
    expect((await put('eve', 'faq', { 'if-match': '*' })).status).toBe(200)
    const operations = [
      { op: 'create', value: { name: 'bulk', ...content('bulk') } },
      { op: 'replace', id: 'bulk', value: content('replaced'), ifMatch: '"1"' },
    ]
    const bulk = await api.post('/api/pages/bulk', { operations }, as('eve'))
    expect(await bulk.json()).toMatchObject({ results: [{ etag: '"1-eve"' }, { etag: '"2-eve"' }] })
    const stale = { operations: [{ op: 'delete', id: 'bulk', ifMatch: '"1-eve"' }] }
    expect(await typeOf(await api.post('/api/pages/bulk', stale, as('eve')))).toBe('/problems/page-changed')
  })

  it('names the item that is there already', async () => {
    await make('eve', 'twice')
    const again = await make('eve', 'twice')
    expect([again.status, await again.json()]).toMatchObject([409, { errors: [{ pointer: '/name' }] }])
  })

  it('cannot be one that the server sets', () => {
    const both = { access: 'public', item: Page, table: 'pages', id: 'name', immutable: ['name'] } as const
    expect(() => resource('/pages', { ...both, readOnly: ['name'] })).toThrow(
      '"name" is in `readOnly` as well',
    )
    expect(() => resource('/pages', { ...both, listed: ['size' as 'name'] })).toThrow(
      'listed: the items have no',
    )
  })
})

describe('a list of long items', () => {
  it('shows the members that it is to show', async () => {
    await make('fay', 'one')
    const answer = await api.get('/api/pages', as('fay'))
    expect(await answer.json()).toMatchObject({
      items: [{ name: 'one', version: 1, links: { self: '/api/pages/one', text: '/texts/one' } }],
    })
    expect(answer.headers.get('link')).toContain('</api/pages?')
  })
})

it('a resource inside of modules knows its address', async () => {
  const answer = await make('gil', 'a b')
  expect(answer.headers.get('location')).toBe('/api/pages/a%20b')
  expect((await api.get('/api/pages/a%20b', as('gil'))).status).toBe(200)
})

it('a change may be made for a date where states have one, and is blind where they have none', async () => {
  await make('hal', 'dated')
  const { updatedAt } = (await read('hal', 'dated')).page as { updatedAt: string }
  const since = (offset: number) => ({
    'if-unmodified-since': new Date(Date.parse(updatedAt) + offset).toUTCString(),
  })
  expect((await put('hal', 'dated', since(-60_000))).status).toBe(412)
  expect((await put('hal', 'dated', since(60_000))).status).toBe(200)

  const undated = resource('/undated', {
    access: 'public',
    item: Page,
    id: 'name',
    readOnly: ['name', 'version', 'updatedAt'],
    precondition: 'required',
    table: { table: 'pages', version: 'version' },
  })
  await using plain = await testApp(
    app({ name: 'plain', services: site.spec.services ?? {}, modules: [undated] }),
  )
  const { db } = Object.fromEntries(
    plain.booted.services.map(({ name, instance }) => [name, instance]),
  ) as unknown as { db: Parameters<typeof undated.service.read>[1]['db'] }
  await sql`insert into pages (owner, name, content) values ('x', 'x', '{"title":"x","text":"x"}')`.execute(
    db,
  )
  const blind = await plain.put('/undated/x', content('y'), { headers: since(60_000) })
  expect(blind.status).toBe(428)
  expect((await plain.put('/undated/x', content('y'), { headers: { 'if-match': '"1"' } })).status).toBe(200)
})

it('the problems of its rules are declared, and another route can go through the rules', async () => {
  expect((await api.get('/api/pages')).status).toBe(401)
  expect(await typeOf(await api.get('/api/pages/-', as('ann')))).toBe('/problems/unknown-name')
  await make('ida', 'rules')
  expect(await (await api.get('/api/texts/rules', as('ida'))).text()).toContain('of rules')
  const { paths } = (await (await api.get('/openapi.json')).json()) as {
    paths: Record<string, Record<string, { summary?: string; responses: object }>>
  }
  const list = paths['/api/pages']?.get
  expect(list).toMatchObject({ summary: 'All pages', responses: { 401: expect.anything() } })
  expect(list?.responses).not.toHaveProperty('404')
  expect(JSON.stringify(paths['/api/pages/{name}']?.put?.responses)).toContain('page-changed')

  const client = createClient<typeof site>({
    baseUrl: '',
    fetch: (url, init) => api.fetch(url, init),
    headers: { 'x-user': 'ida' },
  })
  const { items } = await client.ok('GET /api/pages')
  expectTypeOf(items[0]?.name).toEqualTypeOf<string | undefined>()
  // @ts-expect-error -- a list does not show it
  expect(items[0]?.content).toBeUndefined()
  const params = { name: 'rules' }
  const answer = await client('GET /api/pages/:name', { params })
  if (answer.status === 404) expectTypeOf(answer.problem).toEqualTypeOf<'not-found' | 'unknown-name'>()
})

it('does not let a caller say whose an item is', async () => {
  const Gift = t.Object({ name: t.String(), owner: t.String() }, { title: 'Gift' })
  const createGifts = migration('2026-01-01-create-gifts', {
    up: (db) => sql`create table gifts (name text primary key, owner text not null)`.execute(db),
  })
  const gifts = resource('/gifts', {
    access: whoever,
    item: Gift,
    id: 'name',
    table: { table: 'gifts', scope: (user: { id: string }) => ({ owner: user.id }) },
  })
  const db = defineDatabase<{ gifts: { name: string; owner: string } }>({ migrations: [createGifts] })
  await using shop = await testApp(app({ name: 'gifts', routes: gifts.routes, services: { db } }))
  await shop.services.db.insertInto('gifts').values({ name: 'pen', owner: 'ann' }).execute()
  const headers = { 'x-user': 'ann' }
  const { status } = await shop.put('/gifts/pen', { owner: 'bob' }, { headers })
  expect(status).toBe(500)
  const rows = await shop.services.db.selectFrom('gifts').selectAll().execute()
  expect(rows).toEqual([{ name: 'pen', owner: 'ann' }])
})
