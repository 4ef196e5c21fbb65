import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApp, type TestedApp } from '../testing/index.ts'
import { as, shop } from './fixtures/shop.ts'

let api: TestedApp
beforeAll(async () => {
  api = await testApp(shop)
})
afterAll(() => api.close())

interface Results {
  results: { status: number; id: number; etag?: string }[]
}

async function bulk(operations: object[]): Promise<Response> {
  return api.post('/orders/bulk', { operations }, as('ann'))
}

async function count(): Promise<number> {
  const { items } = (await (await api.get('/orders?limit=5', as('ann'))).json()) as { items: unknown[] }
  return items.length
}

it('carries out several operations, and gives each its result', async () => {
  const made = await bulk([
    { op: 'create', value: { item: 'a', quantity: 1 } },
    { op: 'create', value: { item: 'b', quantity: 1 } },
  ])
  expect(made.status).toBe(200)
  const [a, b] = ((await made.json()) as Results).results
  const changed = await bulk([
    { op: 'patch', id: a?.id, value: { quantity: 7 }, ifMatch: a?.etag },
    { op: 'delete', id: b?.id },
    { op: 'replace', id: a?.id, value: { item: 'c', quantity: 8 } },
  ])
  expect(await changed.json()).toMatchObject({
    results: [{ status: 200, id: a?.id }, { status: 204, id: b?.id }, { status: 200 }],
  })
  expect(await (await api.get(`/orders/${String(a?.id)}`, as('ann'))).json()).toMatchObject({
    item: 'c',
    quantity: 8,
  })
  await api.delete(`/orders/${String(a?.id)}`, as('ann'))
})

it.each([
  ['a value that is not valid', { op: 'create', value: { item: '', quantity: 1 } }, 422, '/operations/1'],
  ['an item that is not there', { op: 'delete', id: 999_999 }, 404, undefined],
  [
    'a constraint',
    { op: 'create', value: { item: 'x', quantity: 5000 } },
    422,
    '/operations/1/value/quantity',
  ],
  [
    'an older state',
    { op: 'replace', id: 1, value: { item: 'x', quantity: 1 }, ifMatch: '"0"' },
    404,
    undefined,
  ],
  ['a patch of what only the server sets', { op: 'patch', id: 1, value: { id: 3 } }, 404, undefined],
])('does nothing at all when one operation fails for %s', async (_name, operation, status, pointer) => {
  const before = await count()
  const response = await bulk([{ op: 'create', value: { item: 'a', quantity: 1 } }, operation])
  expect(response.status).toBe(status)
  const problem = (await response.json()) as { operation?: number; errors?: { pointer: string }[] }
  if (pointer !== undefined) expect(problem.errors?.[0]?.pointer).toContain(pointer)
  else expect(problem.operation).toBe(1)
  expect(await count()).toBe(before)
})

it('takes no more operations than it says', async () => {
  const operations = Array.from({ length: 101 }, () => ({ op: 'create', value: { item: 'a', quantity: 1 } }))
  expect((await bulk(operations)).status).toBe(422)
  expect((await bulk([])).status).toBe(422)
})
