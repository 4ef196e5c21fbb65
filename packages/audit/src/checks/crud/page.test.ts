import { describe, expect, it } from 'vitest'
import { parseAnswer } from '../../wire/parse-answer.ts'
import { readPage } from './page.ts'

function page(body: unknown, headers: Record<string, string> = {}, status = 200) {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const bytes = Buffer.from(`HTTP/1.1 ${status} As said\r\n${fields.join('')}\r\n${JSON.stringify(body)}`)
  const answer = parseAnswer(bytes, 0, 'GET')
  if (answer === undefined) throw new Error('That is no answer.')
  return readPage({ answer: { ...answer, interim: [], firstByte: 0, lastByte: 0 } })
}

const ITEMS = [{ id: 1 }, { id: 2 }]

describe('a page', () => {
  it.each<[string, unknown]>([
    ['a bare list', ITEMS],
    ['items', { items: ITEMS, tags: [] }],
    ['data with meta', { data: ITEMS, meta: { total: 9 } }],
    ['HAL', { _embedded: { notes: ITEMS }, _links: { self: { href: '/notes' } } }],
    ['a list of its own name', { notes: ITEMS, count: 2 }],
    ['a wrapped one', { data: { notes: ITEMS } }],
  ])('has the items of %s', (_, body) => {
    expect(page(body)?.items).toEqual(ITEMS)
  })

  it.each<[string, unknown, unknown]>([
    ['an address', { items: ITEMS, next: '/notes?cursor=x' }, { address: '/notes?cursor=x' }],
    ['a query', { items: ITEMS, next: '?page=2' }, { address: '?page=2' }],
    ['a cursor', { items: ITEMS, next_cursor: 'abc' }, { cursor: 'abc' }],
    ['a token', { items: ITEMS, nextPageToken: 'abc' }, { cursor: 'abc' }],
    ['one in the page', { items: ITEMS, page: { next: 'abc', previous: null } }, { cursor: 'abc' }],
    ['HAL', { items: ITEMS, _links: { next: { href: '/notes?page=2' } } }, { address: '/notes?page=2' }],
    ['null', { items: ITEMS, next: null }, null],
    ['nothing more', { items: ITEMS, has_more: false }, null],
    ['nothing', { items: ITEMS }, undefined],
  ])('says what is next by %s', (_, body, next) => {
    expect(page(body)?.next).toEqual(next)
  })

  it('is told what is next by Link, and that it is the last where Link has others alone', () => {
    const link = '</notes?limit=2>; rel="first", </notes?limit=2&after=a,b;c>; rel=next'
    expect(page(ITEMS, { Link: link })?.next).toEqual({ address: '/notes?limit=2&after=a,b;c' })
    expect(page(ITEMS, { Link: '</notes>; rel="first prev"' })?.next).toBeNull()
  })

  it.each<[unknown, Record<string, string>, number | undefined]>([
    [{ items: ITEMS, total: 5 }, {}, 5],
    [{ items: ITEMS, page: { totalElements: 5 } }, {}, 5],
    [ITEMS, { 'X-Total-Count': '5' }, 5],
    // Of the page, or of the list: it does not say.
    [{ items: ITEMS, count: 2 }, {}, undefined],
  ])('has the total of %j', (body, headers, total) => {
    expect(page(body, headers)?.total).toBe(total)
  })

  it('is none where there is no list, more than one, or a failure', () => {
    expect(page({ id: 1 })).toBeUndefined()
    expect(page({ tags: [], notes: [] })).toBeUndefined()
    expect(page({ errors: [{}] }, {}, 422)).toBeUndefined()
  })
})
