import { afterAll, beforeAll, expect, it } from 'vitest'
import { app, t } from '../index.ts'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { testApp, type TestedApp } from '../testing/index.ts'
import { resource, type Call } from './index.ts'

const createTasks = migration('2026-01-01-create-tasks', {
  up: (db) =>
    sql`create table tasks (id int generated always as identity primary key, title text not null)`.execute(
      db,
    ),
})

/** Called when the first change has been made, and before it is committed: then the change goes on when this resolves. */
let beforeCommit = (): Promise<void> => Promise.resolve()

const tasks = resource('/tasks', {
  access: 'public',
  item: t.Object({ id: t.Integer(), title: t.String() }),
  table: 'tasks',
  service: (table) => ({
    ...table,
    change: (id, to, call) =>
      call.db.transaction(async (db) => {
        const changed = await table.change(id, to, { ...call, db })
        if (changed?.item.title === 'first') await beforeCommit()
        return changed
      }),
  }),
})

let api: TestedApp
let db: Call['db']
beforeAll(async () => {
  api = await testApp(
    app({ name: 'test', services: { db: defineDatabase({ migrations: [createTasks] }) }, modules: [tasks] }),
  )
  const services = Object.fromEntries(api.booted.services.map(({ name, instance }) => [name, instance]))
  db = services['db'] as Call['db']
})
afterAll(() => api.close())

/** Resolves when a statement waits for a row that another transaction has changed. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      db,
    )
    if (rows.length > 0) return
  }
}

it.each([
  ['PUT', (path: string, headers: Record<string, string>) => api.put(path, { title: 'second' }, { headers })],
  ['DELETE', (path: string, headers: Record<string, string>) => api.delete(path, { headers })],
  [
    'PATCH',
    (path: string, headers: Record<string, string>) =>
      api.request('PATCH', path, {
        headers: { ...headers, 'content-type': 'application/merge-patch+json' },
        body: '{"title":"second"}',
      }),
  ],
])(
  'a %s that looks while another change is not committed yet waits for it, and is refused',
  async (_method, send) => {
    const made = await api.post('/tasks', { title: 'new' })
    const path = made.headers.get('location') ?? ''
    const headers = { 'if-match': made.headers.get('etag') ?? '' }
    const changed = Promise.withResolvers<void>()
    const commit = Promise.withResolvers<void>()
    beforeCommit = () => {
      changed.resolve()
      return commit.promise
    }
    const first = api.put(path, { title: 'first' }, { headers })
    await changed.promise
    const second = send(path, headers)
    await somebodyWaits()
    commit.resolve()
    expect([(await first).status, (await second).status]).toEqual([200, 412])
    expect(await (await api.get(path)).json()).toMatchObject({ title: 'first' })
  },
)
