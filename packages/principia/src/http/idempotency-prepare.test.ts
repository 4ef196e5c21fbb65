import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { app, created, define, problems, route, t } from '../index.ts'
import { resource } from '../crud/index.ts'
import { defineDatabase, sql } from '../database/index.ts'
import { testApp } from '../testing/index.ts'
import { ordersDatabase } from './fixtures/orders.ts'

/** One connection: whoever held it while preparing would keep everybody else from the database. */
const db = defineDatabase<NonNullable<typeof ordersDatabase.tables>>({
  migrations: ordersDatabase.migrations,
  pool: { max: 1, acquireTimeout: 2000 },
})
const services = { db }
const { route: routeOfShop } = define({ services })

/** What a test does in place of the long work, and how often anything ran. */
let preparing: () => unknown
let prepared: string[]
let handled: number
let failing: string | undefined
beforeEach(() => {
  preparing = () => undefined
  prepared = []
  handled = 0
  failing = undefined
})

const place = routeOfShop(
  'POST /orders',
  {
    access: 'public',
    body: t.Object({ item: t.String() }),
    idempotent: {
      async prepare({ body }) {
        prepared.push(body.item)
        await preparing()
        return { item: body.item.toUpperCase() }
      },
    },
  },
  async (context) => {
    expectTypeOf(context.prepared).toEqualTypeOf<{ item: string }>()
    handled++
    if (failing !== undefined && handled === 1) {
      await sql.raw(`do $$ begin raise exception using errcode = '${failing}'; end $$`).execute(context.db)
    }
    const { id } = await context.db
      .insertInto('orders')
      .values(context.prepared)
      .returning('id')
      .executeTakeFirstOrThrow()
    return created(`/orders/${id}`, { id, item: context.prepared.item })
  },
)
const list = routeOfShop('GET /orders', { access: 'public' }, async (context) => {
  const rows = await context.db.selectFrom('orders').select('item').orderBy('id').execute()
  return rows.map(({ item }) => item)
})

let api: Awaited<ReturnType<typeof testApp>>
beforeAll(async () => void (api = await testApp(app({ name: 'shop', services, routes: [place, list] }))))
afterAll(() => api.close())

let last = 0
const newKey = () => `key-${++last}`
const post = async (item: string, key?: string) => {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  const answer = await api.post('/orders', { item }, { headers })
  return {
    status: answer.status,
    body: (await answer.json()) as { type?: string; item?: string; id?: number },
    replayed: answer.headers.has('idempotency-replayed'),
  }
}
const stored = async () => (await (await api.get('/orders')).json()) as string[]

/** Long work that goes on until it is told to end, and says when it has begun. */
function gate() {
  const entered = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  const work = () => {
    entered.resolve()
    return opened.promise
  }
  return { work, entered: entered.promise, open: () => opened.resolve() }
}

describe('what an idempotent route prepares', () => {
  it('is there for its handler, with a key and without', async () => {
    expect(await post('pen')).toMatchObject({ status: 201, body: { item: 'PEN' } })
    expect(await post('ink', newKey())).toMatchObject({ status: 201, body: { item: 'INK' } })
  })

  it.each([undefined, 'held'])('holds no connection meanwhile (key: %s)', async (key) => {
    const before = await stored()
    const { work, entered, open } = gate()
    preparing = work
    const placed = post('slow', key)
    await entered
    // There is one connection only, and it is free.
    expect(await stored()).toEqual(before)
    open()
    expect((await placed).status).toBe(201)
    expect(await stored()).toEqual([...before, 'SLOW'])
  })

  it('is not made again for a request whose answer is kept, nor may its failure take that back', async () => {
    const key = newKey()
    const first = await post('book', key)
    preparing = () => {
      throw problems.unavailable('Too much is being prepared.')
    }
    const again = await post('book', key)
    expect(again).toEqual({ ...first, replayed: true })
    expect(await post('other', key)).toMatchObject({
      status: 422,
      body: { type: '/problems/idempotency-key-reused' },
    })
    expect(prepared).toEqual(['book'])
    await api.booted.dispatcher.whenIdle()
    expect(api.traces()[1]?.stages.filter((part) => typeof part === 'string')).toContain('replay')
  })

  it('may be made by two at once, of which one is carried out', async () => {
    const before = await stored()
    const [key, gates] = [newKey(), [gate(), gate()] as const]
    preparing = () => gates[prepared.length - 1]?.work()
    const first = post('twin', key)
    await gates[0].entered
    const second = post('twin', key)
    await gates[1].entered
    gates[1].open()
    const won = await second
    gates[0].open()
    expect([won.status, won.replayed]).toEqual([201, false])
    expect(await first).toEqual({ ...won, replayed: true })
    expect([prepared, handled]).toEqual([['twin', 'twin'], 1])
    expect(await stored()).toEqual([...before, 'TWIN'])
  })

  it.each([
    [() => problems.unavailable('Too much is being prepared.'), 503],
    [() => new Error('broken'), 500],
  ])('ends the request where it fails, and leaves its key free (%#)', async (failure, status) => {
    const before = await stored()
    const key = newKey()
    preparing = () => {
      throw failure()
    }
    expect((await post('book', key)).status).toBe(status)
    expect([handled, await stored()]).toEqual([0, before])
    preparing = () => undefined
    expect(await post('book', key)).toMatchObject({ status: 201, replayed: false })
  })

  it('is made once, though a conflict has the handler run twice', async () => {
    failing = '40001'
    expect((await post('conflict', newKey())).status).toBe(201)
    expect([prepared, handled]).toEqual([['conflict'], 2])
  })

  it('comes after validation', async () => {
    expect((await post(7 as never, newKey())).status).toBe(422)
    expect(prepared).toEqual([])
  })
})

describe('`prepare`', () => {
  it('is refused at start where it is no function', async () => {
    const wrong = route('POST /', { access: 'public', idempotent: { prepare: {} } }, () => undefined)
    await expect(testApp(app({ name: 'shop', services, routes: [wrong] }))).rejects.toThrow(
      "`idempotent.prepare` is a function that is given the request's context; got {}.",
    )
  })

  it('is refused for a resource, which has no handler to give it to', () => {
    const item = t.Object({ id: t.Integer() })
    const idempotent = { prepare: () => 1 } as object
    expect(() => resource('/orders', { access: 'public', item, table: 'orders', idempotent })).toThrow(
      'put rules into `service`',
    )
  })

  it('knows the parts of the request by their types, wherever in the declaration it stands', () => {
    const { route: typed } = define({
      services: { clock: { service: 'clock', start: () => () => new Date(0) } },
    })
    typed(
      'POST /people/:name',
      {
        idempotent: {
          prepare: ({ params, query, body, user, clock }) => {
            expectTypeOf(params).toEqualTypeOf<{ readonly name: string }>()
            expectTypeOf(query).toEqualTypeOf<{ page: number }>()
            expectTypeOf(body).toEqualTypeOf<{ age: number }>()
            expectTypeOf(user).toEqualTypeOf<{ id: string }>()
            return clock()
          },
        },
        access: { access: 'anybody', check: () => ({ id: 'ada' }) },
        query: t.Object({ page: t.Integer() }),
        body: t.Object({ age: t.Integer() }),
      },
      (context) => {
        expectTypeOf(context.prepared).toEqualTypeOf<Date>()
      },
    )
    typed('POST /plain', { access: 'public', idempotent: true }, (context) => {
      expectTypeOf(context).not.toHaveProperty('prepared')
    })
  })
})
