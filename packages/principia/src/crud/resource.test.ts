import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestedApp } from '../testing/index.ts'
import { as, MERGE, shop, STEPS } from './fixtures/shop.ts'

let api: TestedApp
beforeAll(async () => {
  api = await testApp(shop)
})
afterAll(() => api.close())

async function create(user: string, order: object): Promise<{ id: number; etag: string; path: string }> {
  const response = await api.post('/orders', order, as(user))
  expect(response.status).toBe(201)
  const { id } = (await response.json()) as { id: number }
  return { id, etag: response.headers.get('etag') as string, path: `/orders/${id}` }
}

const patch = (path: string, json: unknown, type: string, headers: Record<string, string> = {}) =>
  api.request('PATCH', path, {
    headers: { 'x-user': 'ann', 'content-type': type, ...headers },
    body: JSON.stringify(json),
  })

describe('an item', () => {
  it('is created with what the server sets, and found at its address [9110-9.3.3-1, 9110-9.3.4-8]', async () => {
    const response = await api.post('/orders', { item: 'book', quantity: 2 }, as('ann'))
    expect(response.status).toBe(201)
    const made = (await response.json()) as Record<string, unknown>
    expect(made).toMatchObject({ item: 'book', quantity: 2, note: null, tags: [] })
    expect(made).not.toHaveProperty('reference')
    expect(response.headers.get('location')).toBe(`/orders/${String(made.id)}`)
    const read = await api.get(`/orders/${String(made.id)}`, as('ann'))
    expect(await read.json()).toEqual(made)
    expect(read.headers.get('etag')).toBe(response.headers.get('etag'))
    expect(made.links).toEqual({ self: `/orders/${String(made.id)}`, label: `/labels/${String(made.id)}` })
  })

  it('is created once, however often one key is sent, alone and in bulk', async () => {
    const order = { item: 'once', quantity: 1 }
    const operations = [{ op: 'create', value: order }]
    for (const [path, body, key] of [
      ['/orders', order, 'one'],
      ['/orders/bulk', { operations }, 'many'],
    ] as const) {
      const send = () => api.post(path, body, as('ann', { 'idempotency-key': key }))
      const made = await (await send()).text()
      expect(await (await send()).text()).toBe(made)
    }
    const { items } = (await (await api.get('/orders?item=once', as('ann'))).json()) as { items: unknown[] }
    expect(items).toHaveLength(2)
  })

  it('cannot be given what only the server sets', async () => {
    const response = await api.post('/orders', { item: 'book', quantity: 1, id: 7 }, as('ann'))
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ pointer: '/id' }] })
  })

  it('goes through the service that was put around the table', async () => {
    const response = await api.post('/orders', { item: 'bulky', quantity: 1 }, as('ann'))
    expect(await response.json()).toMatchObject({ note: 'ships alone' })
  })

  it('of somebody else is not there', async () => {
    const { path } = await create('ann', { item: 'hers', quantity: 1 })
    for (const method of ['GET', 'DELETE']) {
      expect((await api.request(method, path, as('bob'))).status).toBe(404)
    }
    expect((await api.put(path, { item: 'his', quantity: 1 }, as('bob'))).status).toBe(404)
    expect((await api.get(path, as('ann'))).status).toBe(200)
  })

  it('is replaced whole: what is left out goes back to its default [9110-9.3.4-2]', async () => {
    const { path } = await create('ann', { item: 'a', quantity: 1, note: 'n', tags: ['x'], reference: 'r1' })
    const response = await api.put(path, { item: 'b', quantity: 2 }, as('ann'))
    expect(response.status).toBe(200)
    const replaced = await response.json()
    expect(replaced).toMatchObject({ item: 'b', quantity: 2, note: null, tags: [] })
    expect(replaced).not.toHaveProperty('reference')
  })

  it('that was replaced has no tag in the answer, since it is not stored byte for byte [9110-9.3.4-7]', async () => {
    const { path, etag } = await create('ann', { item: 'a', quantity: 1 })
    const response = await api.put(path, { item: 'b', quantity: 2 }, as('ann'))
    expect([response.headers.get('etag'), response.headers.get('last-modified')]).toEqual([null, null])
    expect((await api.get(path, as('ann'))).headers.get('etag')).not.toBe(etag)
  })

  it('is deleted softly: gone for all, and still in the table', async () => {
    const { id, path } = await create('ann', { item: 'a', quantity: 1 })
    expect((await api.delete(path, as('ann'))).status).toBe(204)
    expect((await api.get(path, as('ann'))).status).toBe(404)
    expect((await api.delete(path, as('ann'))).status).toBe(404)
    expect(id).toBeGreaterThan(0)
  })

  it('that breaks a constraint is refused with the member it is about', async () => {
    await create('ann', { item: 'a', quantity: 1, reference: 'taken' })
    const twice = await api.post('/orders', { item: 'a', quantity: 1, reference: 'taken' }, as('ann'))
    expect(twice.status).toBe(409)
    expect(await twice.json()).toMatchObject({ errors: [{ pointer: '/reference' }] })
    const large = await api.post('/orders', { item: 'a', quantity: 1000 }, as('ann'))
    expect(large.status).toBe(422)
  })

  it.each(['9007199254740992', 'x', '1.5', '-'])('whose id is %s cannot be asked for', async (id) => {
    expect((await api.get(`/orders/${id}`, as('ann'))).status).toBe(422)
  })
})

describe('a patch', () => {
  it('as a merge patch changes what it has', async () => {
    const { path } = await create('ann', { item: 'a', quantity: 1, note: 'n', tags: ['x'] })
    const response = await patch(path, { quantity: 5, tags: null }, MERGE)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ item: 'a', quantity: 5, note: 'n', tags: [] })
  })

  it('as a JSON Patch changes step by step', async () => {
    const { path } = await create('ann', { item: 'a', quantity: 1, tags: ['x'] })
    const steps = [{ op: 'add', path: '/tags/-', value: 'y', why: 'members that are not known are ignored' }]
    const response = await patch(path, steps, STEPS)
    expect(await response.json()).toMatchObject({ tags: ['x', 'y'] })
  })

  it.each([
    ['a test that fails', [{ op: 'test', path: '/item', value: 'b' }], STEPS, 409],
    ['something that is no patch', [{ op: 'destroy', path: '/item' }], STEPS, 422],
    ['a value that is not allowed', { quantity: 0 }, MERGE, 422],
    ['taking away what has to be there', { item: null }, MERGE, 422],
    ['a member that only the server sets', { id: 9 }, MERGE, 422],
    ['a member that is not there', [{ op: 'add', path: '/price', value: 1 }], STEPS, 422],
    ['another type of patch', { quantity: 2 }, 'application/json', 415],
  ])('with %s changes nothing', async (_name, body, type, status) => {
    const { path, etag } = await create('ann', { item: 'a', quantity: 1 })
    const response = await patch(path, body, type)
    expect(response.status).toBe(status)
    if (status === 415) expect(response.headers.get('accept-patch')).toBe(`${MERGE}, ${STEPS}`)
    expect((await api.get(path, as('ann'))).headers.get('etag')).toBe(etag)
  })
})

describe('of two writers', () => {
  it('the one who has read an older state is refused', async () => {
    const { path, etag } = await create('ann', { item: 'a', quantity: 1 })
    const first = await api.put(path, { item: 'b', quantity: 1 }, as('ann', { 'if-match': etag }))
    expect(first.status).toBe(200)
    const second = await api.put(path, { item: 'c', quantity: 1 }, as('ann', { 'if-match': etag }))
    expect(second.status).toBe(412)
    expect((await api.delete(path, as('ann', { 'if-match': etag }))).status).toBe(412)
    expect(await (await api.get(path, as('ann'))).json()).toMatchObject({ item: 'b' })
  })

  it('with the same state exactly one is let through', async () => {
    const { path, etag } = await create('ann', { item: 'a', quantity: 1 })
    const writes = Array.from({ length: 5 }, (_, n) =>
      patch(path, { quantity: n + 2 }, MERGE, { 'if-match': etag }),
    )
    const statuses = (await Promise.all(writes)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 412, 412, 412, 412])
  })

  it('nobody changes blindly where the resource demands it', async () => {
    const { id } = await create('ann', { item: 'a', quantity: 1 })
    expect((await api.delete(`/strict/${id}`)).status).toBe(428)
    const read = await api.get(`/strict/${id}`)
    const headers = { 'if-match': read.headers.get('etag') as string }
    expect((await api.delete(`/strict/${id}`, { headers })).status).toBe(204)
  })
})
