import { afterAll, beforeAll, expect, it } from 'vitest'
import { app, t } from '../index.ts'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { testApp, type TestedApp } from '../testing/index.ts'
import { resource } from './index.ts'

/** Columns that hold less than the schemas of their members say. */
const createTables = migration('2026-01-01-create-tasks', {
  up: async (db) => {
    await sql`create type mood as enum ('good', 'bad')`.execute(db)
    await sql`create table tasks (
      id int generated always as identity primary key,
      title text not null,
      priority int not null,
      mood mood not null default 'good',
      created_at timestamptz not null default now())`.execute(db)
    await sql`create table blobs (id uuid primary key default gen_random_uuid(), body text not null)`.execute(
      db,
    )
    await sql`create view odd as select id, title, 2000000000 * id * id as priority from tasks`.execute(db)
  },
})

const Task = t.Object({
  id: t.Integer(),
  title: t.String(),
  priority: t.Integer(),
  mood: t.String({ default: 'good' }),
  createdAt: t.String({ format: 'date-time' }),
})
const tasks = resource('/tasks', {
  access: 'public',
  item: Task,
  readOnly: ['id'],
  table: 'tasks',
  filter: ['priority', 'mood', 'createdAt'],
  sort: ['createdAt', 'priority', 'title'],
  pagination: { size: 1 },
})
const blobs = resource('/blobs', {
  access: 'public',
  item: t.Object({ id: t.String(), body: t.String() }),
  table: 'blobs',
})
const odd = resource('/odd', {
  access: 'public',
  item: t.Object({ id: t.Integer(), title: t.String(), priority: t.Integer() }),
  table: { table: 'odd', version: 'id' },
  only: ['list', 'read'],
})

let api: TestedApp
beforeAll(async () => {
  const db = defineDatabase({ migrations: [createTables] })
  api = await testApp(app({ name: 'test', services: { db }, modules: [tasks, blobs, odd] }))
  for (const title of ['a', 'b', 'c', 'd']) {
    const made = await api.post('/tasks', { title, priority: 1, createdAt: '2026-01-01T00:00:00Z' })
    expect(made.status).toBe(201)
  }
})
afterAll(() => api.close())

const MERGE = 'application/merge-patch+json'

it.each(['/tasks/99999999999', '/tasks/-99999999999', '/blobs/nonsense', '/blobs/%20'])(
  'an id that the column cannot hold, %s, names nothing',
  async (path) => {
    const item = path.startsWith('/blobs')
      ? { body: 'x' }
      : { title: 'x', priority: 1, createdAt: '2026-01-01T00:00:00Z' }
    expect((await api.get(path)).status).toBe(404)
    expect((await api.delete(path)).status).toBe(404)
    expect((await api.put(path, item)).status).toBe(404)
    const patch = { headers: { 'content-type': MERGE }, body: '{}' }
    expect((await api.request('PATCH', path, patch)).status).toBe(404)
  },
)

it('an id that the column cannot hold undoes a bulk request, which says where it is', async () => {
  const operations = [
    { op: 'create', value: { body: 'x' } },
    { op: 'delete', id: 'nonsense' },
  ]
  const answer = await api.post('/blobs/bulk', { operations })
  expect([answer.status, await answer.json()]).toMatchObject([404, { operation: 1 }])
  expect(await (await api.get('/blobs')).json()).toMatchObject({ items: [] })
})

it.each([
  ['priority=99999999999', '/priority/0'],
  ['priority=1&priority=-99999999999', '/priority/1'],
  ['priority.ne=99999999999', '/priority.ne'],
  ['priority.gte=99999999999', '/priority.gte'],
  ['mood=sad', '/mood/0'],
  ['createdAt.gt=0000-01-01T00:00:00Z', '/createdAt.gt'],
  ['createdAt.lt=2026-01-01T00:00:00%2B23:00', '/createdAt.lt'],
  ['createdAt=2026-01-01T00:00:00Z[Europe/Vienna]', '/createdAt/0'],
])('a list cannot be filtered by %s', async (query, pointer) => {
  const answer = await api.get(`/tasks?${query}`)
  expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ in: 'query', pointer }] }])
})

it.each([
  ['sort=priority', 'after', 0],
  ['sort=priority', 'before', 1],
  ['sort=createdAt,-title', 'after', 0],
  ['sort=-createdAt,title', 'after', 0],
  ['sort=title', 'after', 1],
])('with %s a cursor %s a place whose value %i was changed is none', async (query, direction, changed) => {
  const { page } = (await (await api.get(`/tasks?${query}`)).json()) as { page: { next: string } }
  const place = JSON.parse(Buffer.from(page.next, 'base64url').toString()) as string[]
  place[changed + 1] = 'abc'
  const cursor = Buffer.from(JSON.stringify(place)).toString('base64url')
  const answer = await api.get(`/tasks?${query}&${direction}=${cursor}`)
  expect([answer.status, await answer.json()]).toMatchObject([
    422,
    { errors: [{ in: 'query', pointer: `/${direction}` }] },
  ])
})

it.each([
  ['priority', 99_999_999_999, 'is out of range'],
  ['createdAt', '0000-01-01T00:00:00Z', 'is not a time that can be kept'],
  ['mood', 'sad', 'is not a value that can be kept'],
])('an item whose %s is %s is refused, and says which member it is', async (member, value, message) => {
  const item = { title: 'x', priority: 1, createdAt: '2026-01-01T00:00:00Z', [member]: value }
  const errors = [{ in: 'body', pointer: `/${member}`, message }]
  const made = await api.post('/tasks', item)
  expect([made.status, await made.json()]).toMatchObject([422, { errors }])
  const replaced = await api.put('/tasks/1', item)
  expect([replaced.status, await replaced.json()]).toMatchObject([422, { errors }])
})

it('what a view computes wrongly is no fault of who reads it', async () => {
  expect((await api.get('/odd')).status).toBe(500)
  expect((await api.get('/odd/2')).status).toBe(500)
})
