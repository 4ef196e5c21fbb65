import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { app, defineAccess, t } from '../index.ts'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { cbor } from '../serialization/cbor.ts'
import { json } from '../serialization/index.ts'
import { testApp, type TestedApp } from '../testing/index.ts'
import { resource } from './index.ts'

const createTasks = migration('2026-01-01-create-tasks', {
  up: (db) =>
    sql`create table tasks (id int generated always as identity primary key, title text not null, done bool not null default false)`.execute(
      db,
    ),
})

const access = defineAccess('whoever', { check: ({ header }) => ({ id: header('x-user') ?? 'nobody' }) })
const Task = t.Object({ id: t.Integer(), title: t.String() })
const shared = { access, item: Task, table: 'tasks' } as const

/** The same items as one release of an API shows them, and the next. */
const before = resource('/before', { ...shared, links: ({ id }) => ({ label: `/labels/${id}` }) })
const linked = resource('/linked', { ...shared, links: ({ id }) => ({ label: `/stickers/${id}` }) })
const longer = resource('/longer', {
  ...shared,
  item: t.Object({ ...Task.properties, done: t.Boolean({ default: false }) }),
  precondition: 'required',
})
const personal = resource('/personal', {
  ...shared,
  links: (_task, { user }) => ({ owner: `/people/${(user as { id: string }).id}` }),
})

let api: TestedApp
beforeAll(async () => {
  api = await testApp(
    app({
      name: 'test',
      services: { db: defineDatabase({ migrations: [createTasks] }) },
      codecs: [json, cbor],
      modules: [before, linked, longer, personal],
    }),
  )
})
afterAll(() => api.close())

const make = async (): Promise<number> =>
  ((await (await api.post('/before', { title: 'a' })).json()) as { id: number }).id
const get = (path: string, headers: Record<string, string> = {}) => api.get(path, { headers })
const tagOf = async (path: string, headers: Record<string, string> = {}) =>
  (await get(path, headers)).headers.get('etag') ?? ''
const known = async (path: string, tag: string, headers: Record<string, string> = {}) =>
  (await get(path, { ...headers, 'if-none-match': tag })).status

describe('the tag of an item', () => {
  it('is known again as long as the answer is the same, and another when a link or a member is', async () => {
    const id = await make()
    const tag = await tagOf(`/before/${id}`)
    expect(await known(`/before/${id}`, tag)).toBe(304)
    for (const next of ['linked', 'longer']) {
      expect(await tagOf(`/${next}/${id}`)).not.toBe(tag)
      expect(await known(`/${next}/${id}`, tag)).toBe(200)
    }
  })

  it('is another in another format, and for another user', async () => {
    const id = await make()
    const path = `/personal/${id}`
    const tag = await tagOf(path)
    for (const other of [{ accept: 'application/cbor' }, { 'x-user': 'ann' }]) {
      expect(await tagOf(path, other)).not.toBe(tag)
      expect(await known(path, tag, other)).toBe(200)
      expect(await known(path, await tagOf(path, other), other)).toBe(304)
    }
  })

  it('of what was made and patched is that of the answer to a GET', async () => {
    const made = await api.post('/before', { title: 'a' })
    const path = made.headers.get('location') ?? ''
    expect(made.headers.get('etag')).toBe(await tagOf(path))
    const patch = { headers: { 'content-type': 'application/merge-patch+json' }, body: '{"title":"b"}' }
    const patched = await api.request('PATCH', path, patch)
    expect(patched.headers.get('etag')).toBe(await tagOf(path))
  })

  it.each(['before', 'linked', 'longer'])(
    'lets a change through that is made for what was read as /%s shows it, in any format, once',
    async (read) => {
      const id = await make()
      for (const headers of [{}, { accept: 'application/cbor' }]) {
        const tag = await tagOf(`/${read}/${id}`, headers)
        const send = (ifMatch: string) =>
          api.put(`/longer/${id}`, { title: 'b' }, { headers: { 'if-match': ifMatch } })
        expect((await send(`W/${tag}`)).status).toBe(412)
        expect((await send(`"other", ${tag.slice(0, -1)}--gzip"`)).status).toBe(200)
        expect((await send(tag)).status).toBe(412)
        const besides = { headers: { 'if-none-match': await tagOf(`/${read}/${id}`, headers) } }
        expect((await api.put(`/linked/${id}`, { title: 'c' }, besides)).status).toBe(412)
      }
    },
  )

  it('and that of a result in bulk mean a state in bulk requests too', async () => {
    const id = await make()
    const tag = await tagOf(`/before/${id}`)
    const bulk = (ifMatch: string) =>
      api.post('/longer/bulk', { operations: [{ op: 'replace', id, value: { title: 'b' }, ifMatch }] })
    const changed = await bulk(tag)
    expect(changed.status).toBe(200)
    const { results } = (await changed.json()) as { results: { etag: string }[] }
    expect(await known(`/before/${id}`, results[0]?.etag ?? '')).toBe(200)
    expect((await bulk(tag)).status).toBe(412)
    expect((await bulk(results[0]?.etag ?? '')).status).toBe(200)
    expect((await bulk('*')).status).toBe(200)
  })

  it('names a state among hundreds in one look', async () => {
    const id = await make()
    const tag = await tagOf(`/before/${id}`)
    const state = tag.slice(0, tag.indexOf(':'))
    const tags = Array.from({ length: 300 }, (_, n) => `${state}:${String(n).padStart(27, '0')}"`)
    const headers = { 'if-match': tags.join(', ') }
    expect((await api.put(`/longer/${id}`, { title: 'b' }, { headers })).status).toBe(200)
  })
})
