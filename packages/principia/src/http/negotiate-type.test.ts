import { describe, expect, it } from 'vitest'
import { app, defineCodec, json, reply, route, t } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { csv } from '../serialization/csv.ts'
import { xml } from '../serialization/xml.ts'

const plain = defineCodec({ type: 'text/plain; charset=utf-8', encode: (value) => JSON.stringify(value) })
const Book = t.Object({ id: t.Integer(), title: t.String() }, { title: 'Book' })
const book = { id: 1, title: 'Emma' }
let calls = 0

const routes = [
  route('GET /alone', { access: 'public', responses: { 200: Book } }, () => book),
  route('GET /one', { access: 'public', codecs: [xml], responses: { 200: Book } }, () => book),
  route('GET /book', { access: 'public', codecs: [json, xml, plain], responses: { 200: Book } }, () => {
    calls++
    return book
  }),
  route('GET /books', { access: 'public', codecs: [json, csv()], responses: { 200: t.Array(Book) } }, () => [
    book,
  ]),
  route(
    'GET /table',
    { access: 'public', codecs: [csv(), json], responses: { 200: Book, 202: t.Array(Book) } },
    () => reply(202, [book]),
  ),
  route('GET /open', { access: 'public', codecs: [json, xml] }, () => ({ any: 'thing' })),
  route('GET /none', { access: 'public', codecs: [json, xml], responses: { 204: null } }, () => undefined),
]

describe('an answer in several formats', () => {
  // RFC 9110 section 12.5.1.
  it.each<[accept: string | undefined, type: string]>([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/xml', 'application/xml'],
    ['text/xml', 'text/xml'],
    ['APPLICATION/XML', 'application/xml'],
    ['text/*', 'text/xml'],
    ['application/xml;q=0.9, application/json;q=0.8', 'application/xml'],
    ['application/xml;q=0.5, application/json;q=0.5', 'application/json'],
    ['*/*;q=0.1, application/xml', 'application/xml'],
    ['application/*;q=0.2, application/json;q=0, text/*;q=0.1', 'application/xml'],
    ['application/json;q=0, */*', 'application/xml'],
    ['text/plain;charset=utf-8', 'text/plain; charset=utf-8'],
    ['text/plain;charset=UTF-8;q=0.3, text/html', 'text/plain; charset=utf-8'],
    ['text/plain;q=0.2, text/plain;charset=utf-8;q=0.9, application/json;q=0.5', 'text/plain; charset=utf-8'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/xml;charset="UTF-8"', 'application/xml'],
    ['application/json;charset=latin1, application/xml;q=0.1', 'application/xml'],
    ['nonsense', 'application/json'],
    ['application/vnd.books.v2+xml', 'application/xml'],
    ['application/xml;version=2', 'application/xml'],
    ['application/vnd.books+json, application/xml;q=0.9', 'application/json'],
    ['application/json;q=2, application/xml', 'application/xml'],
  ])('for Accept: %s is %s', async (accept, type) => {
    await using api = await testApp(app({ name: 'books', routes }))
    const answer = await api.get('/book', { headers: accept === undefined ? {} : { accept } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    expect(answer.headers.get('vary')).toBe('Accept')
    const content = await answer.text()
    expect(content).toContain(type.includes('xml') ? '<title>Emma</title>' : '"title":"Emma"')
  })

  it.each([
    'image/png',
    'application/json;q=0, application/xml;q=0, text/*;q=0',
    'text/plain;charset=ascii',
    '*/*;q=0',
  ])('is refused for Accept: %s before the handler runs', async (accept) => {
    await using api = await testApp(app({ name: 'books', routes }))
    const before = calls
    const answer = await api.get('/book', { headers: { accept } })
    expect([answer.status, answer.headers.get('vary')]).toEqual([406, 'Accept'])
    expect(await answer.json()).toMatchObject({
      type: '/problems/not-acceptable',
      available: ['application/json', 'application/xml', 'text/xml', 'text/plain'],
    })
    expect(calls).toBe(before)
  })

  it('has the type of a format that can write it', async () => {
    await using api = await testApp(app({ name: 'books', routes }))
    const rows = await api.get('/books', { headers: { accept: 'text/csv' } })
    expect([rows.headers.get('content-type'), await rows.text()]).toEqual([
      'text/csv; charset=utf-8; header=present',
      'id,title\r\n1,Emma\r\n',
    ])
    const table = await api.get('/table', { headers: { accept: 'text/csv' } })
    expect([table.status, table.headers.get('content-type')]).toEqual([
      202,
      'text/csv; charset=utf-8; header=present',
    ])
  })

  it('is negotiated where nothing is declared, and not where nothing has a format', async () => {
    await using api = await testApp(app({ name: 'books', routes }))
    const open = await api.get('/open', { headers: { accept: 'application/xml' } })
    expect(await open.text()).toContain('<any>thing</any>')
    const none = await api.get('/none', { headers: { accept: 'image/png' } })
    expect([none.status, none.headers.get('vary')]).toEqual([204, null])
  })

  it('has another entity tag in each', async () => {
    await using api = await testApp(app({ name: 'books', routes }))
    const [first, second] = [
      await api.get('/book', { headers: { accept: 'application/json' } }),
      await api.get('/book', { headers: { accept: 'application/xml' } }),
    ]
    expect(first.headers.get('etag')).not.toBe(second.headers.get('etag'))
  })
})

describe('an answer in one format', () => {
  it.each([
    ['/alone', 'application/json'],
    ['/one', 'application/xml'],
  ])('%s is sent whatever Accept says, and does not vary', async (path, type) => {
    await using api = await testApp(app({ name: 'books', routes }))
    const answer = await api.get(path, { headers: { accept: 'image/png' } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    expect(answer.headers.get('vary')).toBeNull()
  })
})

it('a problem is a problem document whatever Accept says', async () => {
  await using api = await testApp(app({ name: 'books', routes }))
  const answer = await api.get('/nowhere', { headers: { accept: 'application/xml' } })
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
})

it('a route whose formats cannot carry what it declares does not start', async () => {
  const wrong = [
    route('POST /in', { access: 'public', codecs: [plain], body: Book }, () => null),
    route('GET /out', { access: 'public', codecs: [csv()], responses: { 200: Book } }, () => book),
  ]
  await expect(testApp(app({ name: 'books', routes: wrong }))).rejects.toThrow(
    /POST \/in .*none of its formats .* can carry its `body`[^]*GET \/out .*none of its formats .* its `responses`/,
  )
})

it('a module and an app say the formats for all their routes; formats that do not fit are left out', async () => {
  const routesOfApp = [
    route('GET /book', { access: 'public', responses: { 200: Book } }, () => book),
    route('GET /books', { access: 'public', responses: { 200: t.Array(Book) } }, () => [book]),
    route('GET /json', { access: 'public', codecs: [json], responses: { 200: Book } }, () => book),
  ]
  await using api = await testApp(app({ name: 'books', routes: routesOfApp, codecs: [json, csv()] }))
  const vary = async (path: string) => (await api.get(path)).headers.get('vary')
  expect([await vary('/book'), await vary('/books'), await vary('/json')]).toEqual([null, 'Accept', null])
})
