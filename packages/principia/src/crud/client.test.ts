import { expect, expectTypeOf, it } from 'vitest'
import { createClient } from '../client/index.ts'
import { app, t } from '../index.ts'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { testApp } from '../testing/index.ts'
import { resource } from './index.ts'

const createBooks = migration('2026-01-01-create-books', {
  up: (db) =>
    sql`create table books (id int generated always as identity primary key, title text not null)`.execute(
      db,
    ),
})
const Book = t.Object({ id: t.Integer(), title: t.String() })
const shared = { access: 'public', item: Book, table: 'books' } as const

const library = app({
  name: 'library',
  docs: false,
  services: { db: defineDatabase<object>({ migrations: [createBooks] }) },
  modules: [
    resource('/books', { ...shared, pagination: { size: 2 } }),
    resource('/shelf', {
      ...shared,
      pagination: { by: 'offset', size: 2 },
      links: ({ id }) => ({ cover: `/covers/${id}` }),
      fields: true,
    }),
  ],
})

it('a client knows by what pages are, and which links items have', async () => {
  await using api = await testApp(library)
  const client = createClient<typeof library>({ baseUrl: '', fetch: (url, init) => api.fetch(url, init) })
  for (const title of ['Emma', 'Ulysses', 'Dune']) await client.ok('POST /books', { body: { title } })

  const first = await client.ok('GET /books')
  expectTypeOf(first.page).toEqualTypeOf<{ readonly next: string | null; readonly previous: string | null }>()
  const { items } = await client.ok('GET /books', { query: { after: first.page.next ?? '' } })
  expect(items).toEqual([{ id: 3, title: 'Dune' }])
  // @ts-expect-error -- it has no links
  expect(items[0]?.links).toBeUndefined()
  // @ts-expect-error -- its pages have no offset
  expect(await client('GET /books', { query: { offset: 1 } })).toMatchObject({ status: 422 })

  const shelf = await client.ok('GET /shelf', { query: { offset: 2 } })
  expectTypeOf(shelf.page).toEqualTypeOf<{
    readonly offset: number
    readonly limit: number
    readonly total: number
  }>()
  expect(shelf.page.total).toBe(3)
  // @ts-expect-error -- nor a cursor
  expect(await client('GET /shelf', { query: { after: 'x' } })).toMatchObject({ status: 422 })
  const dune = await client.ok('GET /shelf/:id', { params: { id: 3 } })
  expectTypeOf(dune.links).toExtend<{ self: string; cover: string }>()
  expect([dune.links.self, dune.links.cover]).toEqual(['/shelf/3', '/covers/3'])
  // @ts-expect-error -- there is no such link
  expect(dune.links.author).toBeUndefined()
})
