import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { app, defineAccess, module, t } from '../index.ts'
import { createClient } from '../client/index.ts'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { testApp, type TestedApp } from '../testing/index.ts'
import { resource, type Call } from './index.ts'

/** Cats have numbers that are unique in their team. */
const createCats = migration('2026-01-01-create-cats', {
  up: async (db) => {
    await sql`create table teams (id int primary key)`.execute(db)
    await sql`insert into teams values (1), (2)`.execute(db)
    await sql`create table cats (
      team_id int not null references teams,
      number int not null,
      name text not null,
      primary key (team_id, number))`.execute(db)
  },
})

const named = defineAccess('named', { check: ({ header }) => ({ id: header('x-user') ?? 'nobody' }) })
const Cat = t.Object({ teamId: t.Integer(), number: t.Integer(), name: t.String() }, { title: 'Cat' })
const shared = {
  access: named,
  item: Cat,
  id: 'number',
  readOnly: ['teamId'],
  immutable: ['number'],
  table: 'cats',
} as const

const cats = resource('/teams/:teamId/cats', {
  ...shared,
  fields: true,
  pagination: { size: 1 },
  links: ({ teamId, name }, { user, params }) => ({
    team: `/teams/${teamId}`,
    portrait: `/portraits/${name}?for=${(user as { id: string }).id}&of=${String(params?.['teamId'])}`,
  }),
})
const listed = resource('/listed', {
  ...shared,
  readOnly: [],
  only: ['list'],
  listed: ['name'],
  links: ({ number }) => ({ twin: `/twins/${number + 1}` }),
})
/** What a module's path says the resource is not told of: its rules have to. */
const calls: Call['params'][] = []
const plain = resource('/cats', {
  ...shared,
  readOnly: [],
  service: (table) => ({
    ...table,
    read(id, call) {
      calls.push(call.params)
      return table.read(id, call)
    },
  }),
})
const confined = resource('/cats', {
  ...shared,
  item: t.Omit(Cat, ['teamId']),
  readOnly: [],
  table: { table: 'cats', under: ['team'], columns: { team: 'team_id' } },
  only: ['list'],
})
const site = app({
  name: 'site',
  services: { db: defineDatabase({ migrations: [createCats] }) },
  modules: [
    module({ name: 'v1', path: '/v1', routes: [cats, listed] }),
    module({ name: 'teams', path: '/of/:team', routes: [confined] }),
    module({ name: 'clubs', path: '/clubs/:club', routes: [plain] }),
  ],
})

let api: TestedApp
beforeAll(async () => {
  api = await testApp(site)
})
afterAll(() => api.close())

const of = (team: number | string) => `/v1/teams/${team}/cats`
const MERGE = 'application/merge-patch+json'

describe('a resource whose path has parameters', () => {
  it('has items where they are asked for, and addresses that lead there', async () => {
    const made = await api.post(of(1), { number: 7, name: 'Tom' }, { headers: { 'x-user': 'ann' } })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toBe(`${of(1)}/7`)
    expect(await made.json()).toEqual({
      teamId: 1,
      number: 7,
      name: 'Tom',
      links: { self: `${of(1)}/7`, team: '/teams/1', portrait: '/portraits/Tom?for=ann&of=1' },
    })
    expect((await api.get(`${of(1)}/7`)).status).toBe(200)
    expect((await api.get(`${of(2)}/7`)).status).toBe(404)
    await api.post(of(1), { number: 8, name: 'Kit' })
    const list = await api.get(of(1))
    expect(list.headers.get('link')).toContain(`<${of(1)}?limit=1&after=`)
    expect((await list.json()) as object).toMatchObject({ items: [{ links: { self: `${of(1)}/7` } }] })
    expect(await (await api.get(of(2))).json()).toMatchObject({ items: [] })
  })

  it('changes and deletes what is there, and nothing of the same id elsewhere', async () => {
    for (const team of [1, 2]) await api.post(of(team), { number: 9, name: `of ${team}` })
    expect((await api.put(`${of(1)}/9`, { name: 'new' })).status).toBe(200)
    expect(await (await api.get(`${of(2)}/9`)).json()).toMatchObject({ name: 'of 2' })
    const patch = { headers: { 'content-type': MERGE }, body: '{"name":"newer"}' }
    expect((await api.request('PATCH', `${of(1)}/9`, patch)).status).toBe(200)
    const operations = [{ op: 'delete', id: 9 }]
    expect((await api.post(`${of(1)}/bulk`, { operations })).status).toBe(200)
    expect((await api.get(`${of(1)}/9`)).status).toBe(404)
    expect((await api.delete(`${of(2)}/9`)).status).toBe(204)
  })

  it('takes no member from a body that its path says', async () => {
    const answer = await api.post(of(1), { teamId: 2, number: 1, name: 'x' })
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ pointer: '/teamId' }] }])
  })

  it.each(['nonsense', '99999999999'])('has nothing under %s, which its column cannot hold', async (team) => {
    expect((await api.get(`${of(team)}/7`)).status).toBeOneOf([404, 422])
    expect((await api.get(of(team))).status).toBeOneOf([404, 422])
    expect((await api.post(of(team), { number: 1, name: 'x' })).status).toBeOneOf([404, 422])
  })

  it('is not called without them', async () => {
    const { db } = Object.fromEntries(
      api.booted.services.map(({ name, instance }) => [name, instance]),
    ) as unknown as { db: Call['db'] }
    await expect(cats.service.read(7, { db, user: undefined })).rejects.toThrow('give the call `params`')
    const call = { db, user: { id: 'ann' }, params: { teamId: 1 } }
    expect((await cats.service.read(7, call))?.item.name).toBe('Tom')
  })

  it('can be asked by a client, which has to say them', async () => {
    const client = createClient<typeof site>({ baseUrl: '', fetch: (url, init) => api.fetch(url, init) })
    const cat = await client.ok('GET /v1/teams/:teamId/cats/:number', { params: { teamId: 1, number: 7 } })
    expect(cat.name).toBe('Tom')
    // @ts-expect-error -- of which team?
    await expect(client.ok('GET /v1/teams/:teamId/cats', {})).rejects.toThrow()
  })

  it('is refused where it cannot be told from the members of an item', () => {
    expect(() => resource('/cats/:number/kittens', { ...shared })).toThrow(
      `resource('/cats/:number/kittens'): the items have ":number" in their own paths`,
    )
    expect(() => resource('/teams/:teamId/cats', { ...shared, readOnly: [] })).toThrow(
      '"teamId" is said by the path of every item; add it to `readOnly`',
    )
  })
})

describe('a resource within a module whose path has parameters', () => {
  it('has addresses of that path, and its rules are told', async () => {
    const made = await api.post('/clubs/a%20b/cats', { teamId: 1, number: 70, name: 'Club' })
    expect([made.status, made.headers.get('location')]).toEqual([201, '/clubs/a%20b/cats/70'])
    expect((await api.get('/clubs/a%20b/cats/70')).status).toBe(200)
    expect(calls).toEqual([{ club: 'a b' }])
  })

  it('is confined by those that its table is under', async () => {
    const list = async (path: string) => ((await (await api.get(path)).json()) as { items: unknown[] }).items
    expect(await list('/of/2/cats')).toEqual([])
    expect(await list('/of/1/cats')).toContainEqual({ number: 7, name: 'Tom' })
    expect((await api.get('/of/nothing/cats')).status).toBe(404)
    expect(() =>
      resource('/cats', { ...shared, readOnly: [], table: { table: 'cats', under: ['teamId'] } }),
    ).toThrow('add it to `readOnly`')
  })
})

describe('links', () => {
  it('are of whole items, whichever members are wanted', async () => {
    const { items } = (await (await api.get(`${of(1)}?fields=name`)).json()) as { items: unknown[] }
    expect(items).toEqual([
      {
        name: 'Tom',
        links: { self: `${of(1)}/7`, team: '/teams/1', portrait: '/portraits/Tom?for=nobody&of=1' },
      },
    ])
  })

  it('are of whole items, whichever members a list shows', async () => {
    const { items } = (await (await api.get('/v1/listed')).json()) as { items: unknown[] }
    expect(items[0]).toEqual({ name: 'Tom', links: { self: '/v1/listed/7', twin: '/twins/8' } })
  })
})
