import { expect, it } from 'vitest'
import { app, t } from '../index.ts'
import { defineDatabase, migration, sql } from '../database/index.ts'
import { testApp } from '../testing/index.ts'
import { resource } from './index.ts'

const createProducts = migration('2026-01-01-create-products', {
  async up(db) {
    await sql`create table products (id int primary key, title text not null, in_stock boolean not null)`.execute(
      db,
    )
    await sql`create view cheap as select id, title, in_stock from products`.execute(db)
    await sql`create schema archive`.execute(db)
    await sql`create table archive."Old Products" (id int primary key, title text not null)`.execute(db)
  },
})
const db = () => defineDatabase<object>({ migrations: [createProducts] })
const Product = t.Object({ id: t.Integer(), title: t.String(), inStock: t.Boolean() })
const access = 'public' as const

/** What keeps an app with these resources from starting. */
async function refusal(modules: ReturnType<typeof resource>[]): Promise<string> {
  try {
    await using api = await testApp(app({ name: 'shop', docs: false, services: { db: db() }, modules }))
    return `started: ${(await api.get('/products')).status}`
  } catch (error) {
    return String(error)
  }
}

it('a resource is compared with its table before the app is ready, and every mistake is told at once', async () => {
  const message = await refusal([
    resource('/misspelt', { access, item: Product, table: 'productz' }),
    resource('/unknown', { access, item: Product, table: 'invoices' }),
    resource('/more', {
      access,
      item: t.Object({ ...Product.properties, titel: t.String(), weight: t.Number() }),
      table: {
        table: 'products',
        columns: { inStock: 'stock' },
        version: 'version',
        deletedAt: 'deleted_at',
      },
    }),
    resource('/shops/:shop/products', { access, item: Product, table: 'products' }),
    resource('/view', { access, item: Product, table: 'cheap', only: ['read'] }),
  ])
  const here = /\((crud\/|packages\/|\.\/)?[^ ]*check-table\.test\.ts:\d+\)/g
  expect(message.replaceAll(here, '(here)').split('\n').slice(1)).toEqual([
    `  - resource('/misspelt') (here): there is no table "productz"; did you mean "products"?`,
    `  - resource('/unknown') (here): there is no table "invoices"; make it in a migration.`,
    `  - resource('/more') (here): the table "products" has no column "stock" for the member "inStock"; add it in a migration.`,
    `  - resource('/more') (here): the table "products" has no column "titel" for the member "titel"; add it, or name "title" in \`columns\`.`,
    `  - resource('/more') (here): the table "products" has no column "weight" for the member "weight"; add it in a migration.`,
    `  - resource('/more') (here): the table "products" has no column "version", which \`version\` names.`,
    `  - resource('/more') (here): the table "products" has no column "deleted_at", which \`deletedAt\` names.`,
    `  - resource('/shops/:shop/products') (here): the table "products" has no column "shop" for the parameter "shop"; add it in a migration.`,
    `  - resource('/view') (here): "cheap" is no table whose rows have states, such as a view; name a column in \`version\`.`,
  ])
  expect(message).toContain('there are 9 mistakes')
})

it('a service that replaces the table needs none', async () => {
  const stored = { item: { id: 1, title: 'Tea', inStock: true }, version: '1' }
  const replaced = resource('/products', {
    access,
    item: Product,
    table: 'elsewhere',
    only: ['list', 'read'],
    service: () => ({
      list: async () => ({ items: [stored.item], first: ['1'], last: ['1'], more: false, total: undefined }),
      read: async () => stored,
      create: async () => stored,
      change: async () => stored,
      remove: async () => true,
    }),
  })
  expect(await refusal([replaced])).toBe('started: 200')
})

it('a table is found as statements find it: by its schema, with the name in quotes', async () => {
  const Old = t.Object({ id: t.Integer(), title: t.String() })
  const modules = [
    resource('/products', { access, item: Product, table: 'products' }),
    resource('/old', { access, item: Old, table: 'archive.Old Products' }),
    resource('/seen', { access, item: Product, table: { table: 'cheap', version: 'id' } }),
  ]
  expect(await refusal(modules)).toBe('started: 200')
})
