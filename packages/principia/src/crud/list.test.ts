import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestedApp } from '../testing/index.ts'
import { as, shop } from './fixtures/shop.ts'

let api: TestedApp
beforeAll(async () => {
  api = await testApp(shop)
  for (const [item, quantity, note] of ORDERS) {
    await api.post('/orders', { item, quantity, note }, as('ann'))
  }
  await api.post('/orders', { item: 'of bob', quantity: 1 }, as('bob'))
})
afterAll(() => api.close())

const ORDERS: [item: string, quantity: number, note: string | null][] = [
  ['apple', 3, 'red and sweet'],
  ['banana', 1, null],
  ['cherry', 3, 'red'],
  ['date', 2, null],
  ['elderberry', 1, '50% off'],
]

interface Page {
  items: { id: number; item: string; quantity: number; createdAt: string }[]
  page: { next: string | null; previous: string | null }
}

async function list(query: string, path = '/orders'): Promise<Page & { link: string }> {
  const response = await api.get(`${path}?${query}`, as('ann'))
  expect(response.status).toBe(200)
  return { ...((await response.json()) as Page), link: response.headers.get('link') ?? '' }
}

const names = ({ items }: Page) => items.map(({ item }) => item).join(' ')

describe('a list', () => {
  it.each([
    ['item=apple', 'apple'],
    ['item=apple&item=date', 'apple date'],
    ['item.ne=apple', 'banana cherry date elderberry'],
    ['quantity.gte=2', 'apple cherry date'],
    ['quantity.gt=1&quantity.lt=3', 'date'],
    ['quantity.lte=1', 'banana elderberry'],
    ['note.null=true', 'banana date'],
    ['note.null=false&quantity=3', 'apple cherry'],
    ['note.ne=red', 'apple banana date elderberry'],
    ['createdAt.gt=2000-01-01T00:00:00Z&item=date', 'date'],
    ['createdAt.lt=2000-01-01T00:00:00Z', ''],
    ["item=' or 1=1 --", ''],
    ['q=red', 'apple cherry'],
    ['q=red sweet', 'apple'],
    ['q=red -sweet', 'cherry'],
    ['q="', ''],
    ['sort=-item', 'elderberry date cherry banana apple'],
    ['sort=quantity', 'banana elderberry date apple cherry'],
    ['sort=-quantity,-item', 'cherry apple date elderberry banana'],
  ])('with %s has: %s', async (query, expected) => {
    expect(names(await list(`limit=5&${encodeURI(query)}`))).toBe(expected)
  })

  it.each([
    ['price=1', '/price'],
    ['quantity.like=1', '/quantity.like'],
    ['item.lt=b', '/item.lt'],
    ['quantity=many', '/quantity/0'],
    ['limit=6', '/limit'],
    ['limit=0', '/limit'],
    ['sort=note', '/sort'],
    ['sort=item,owner', '/sort'],
    ['fields=owner', '/fields'],
    ['after=nonsense', '/after'],
    [`after=${Buffer.from('["x"]').toString('base64url')}`, '/after'],
  ])('cannot be asked %s', async (query, pointer) => {
    const response = await api.get(`/orders?${query}`, as('ann'))
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ in: 'query', pointer }] })
  })

  it('gives the members that were asked for, and no others', async () => {
    const { items } = await list('fields=id,item&item=apple')
    expect(items).toEqual([{ id: expect.any(Number), item: 'apple', links: expect.anything() }])
  })
})

describe('pages by cursor', () => {
  it('lead through all items once, forwards and back, by their links alone', async () => {
    for (const sort of ['createdAt', '-createdAt', 'quantity', '-quantity,item', 'quantity,-createdAt']) {
      const whole = names(await list(`limit=5&sort=${sort}`))
      const forwards: string[] = []
      let page = await list(`sort=${sort}`)
      forwards.push(names(page))
      for (let next = target(page.link, 'next'); next !== undefined; next = target(page.link, 'next')) {
        page = await list(next)
        forwards.push(names(page))
      }
      expect(forwards.join(' ')).toBe(whole)
      expect(forwards).toHaveLength(3)
      const back = [names(page)]
      for (let prev = target(page.link, 'prev'); prev !== undefined; prev = target(page.link, 'prev')) {
        page = await list(prev)
        back.unshift(names(page))
      }
      expect(back.join(' ')).toBe(whole)
    }
  })

  it('do not shift when items are added and deleted between two of them', async () => {
    const first = await list('sort=-createdAt')
    expect(names(first)).toBe('elderberry date')
    const added = await api.post('/orders', { item: 'fig', quantity: 1 }, as('ann'))
    const second = await list(`sort=-createdAt&after=${String(first.page.next)}`)
    expect(names(second)).toBe('cherry banana')
    await api.delete(added.headers.get('location') as string, as('ann'))
  })

  it('end where nothing is left', async () => {
    const { page, link } = await list('limit=5')
    expect(page).toEqual({ next: null, previous: null })
    expect(link).toBe('</orders?limit=5>; rel="first"')
  })

  it('keep to the order that they were cut from', async () => {
    const { page } = await list('sort=item')
    const response = await api.get(`/orders?sort=-item&after=${String(page.next)}`, as('ann'))
    expect(response.status).toBe(422)
  })
})

describe('pages by offset', () => {
  it('tell how many items there are, and where the others lie', async () => {
    const response = await api.get('/strict?offset=2')
    expect(await response.json()).toMatchObject({ page: { offset: 2, limit: 2, total: 6 } })
    expect(response.headers.get('link')).toBe(
      '</strict?limit=2>; rel="first", </strict?limit=2>; rel="prev", ' +
        '</strict?offset=4&limit=2>; rel="next", </strict?offset=4&limit=2>; rel="last"',
    )
  })
})

/** The query of the page that a `Link` field leads to. */
function target(link: string, relation: string): string | undefined {
  return new RegExp(`<[^>?]*\\?([^>]*)>; rel="${relation}"`).exec(link)?.[1]
}
