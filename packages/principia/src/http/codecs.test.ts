import { describe, expect, it } from 'vitest'
import { app, defineCodec, form, json, route, t } from '../index.ts'
import { cbor } from '../serialization/cbor.ts'
import { csv } from '../serialization/csv.ts'
import { OrderMessage } from '../serialization/fixtures/order-proto.ts'
import type { Codec } from '../serialization/index.ts'
import { msgpack } from '../serialization/msgpack.ts'
import { protobuf } from '../serialization/protobuf.ts'
import { xml } from '../serialization/xml.ts'
import { testApp } from '../testing/index.ts'

const Order = t.Object({
  id: t.Integer({ minimum: 1 }),
  name: t.String({ minLength: 1 }),
  paid: t.Boolean({ default: false }),
  tags: t.Array(t.String(), { default: [] }),
})
const Row = t.Object({ id: t.Integer(), name: t.String(), paid: t.Optional(t.Boolean()) })
const proto = protobuf(OrderMessage)
const codecs = [json, cbor, msgpack, xml, form, proto]
const orders = app({
  name: 'orders',
  codecs,
  routes: [
    route('POST /orders', { access: 'public', body: Order, responses: { 200: Order } }, ({ body }) => ({
      ...body,
      secret: 'hunter2',
    })),
    route('POST /rows', { access: 'public', codecs: [csv()], body: t.Array(Row) }, ({ body }) => ({
      rows: body,
    })),
    route('POST /json', { access: 'public', codecs: [json], body: Order }, ({ body }) => body),
  ],
})
const order = { id: 7, name: 'Ada', paid: true, tags: ['a'] }

const written = (codec: Codec, value: unknown): Uint8Array<ArrayBuffer> => {
  const bytes = codec.encode?.(value) ?? ''
  return Uint8Array.from(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
}
const post = async (
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  path = '/orders',
  accept = 'application/json',
) => {
  await using api = await testApp(orders)
  return api.request('POST', path, { headers: { 'content-type': type, accept }, body })
}

describe('one schema in every format', () => {
  const BODIES: readonly [type: string, body: string | Uint8Array<ArrayBuffer>][] = [
    ['application/json', JSON.stringify(order)],
    ['application/vnd.shop.order+json; charset=UTF-8', JSON.stringify(order)],
    ['application/cbor', written(cbor, order)],
    ['application/msgpack', written(msgpack, order)],
    ['application/vnd.msgpack', written(msgpack, order)],
    ['text/xml', '<order><id>7</id><name>Ada</name><paid>true</paid><tags>a</tags></order>'],
    [
      'application/atom+xml',
      '<o><tags>a</tags><paid>true</paid><name><![CDATA[Ada]]></name><id> 7 </id></o>',
    ],
    ['application/x-www-form-urlencoded', 'id=7&name=Ada&paid=true&tags=a'],
    ['application/protobuf', written(proto, order)],
  ]

  it.each(BODIES)('is read from %s', async (type, body) => {
    const answer = await post(type, body)
    expect([answer.status, await answer.json()]).toEqual([200, order])
  })

  it.each<[Codec, unknown]>([
    [cbor, { id: 0, name: 'Ada', more: 1 }],
    [msgpack, { id: 0, name: 'Ada', more: 1 }],
    [xml, { id: 0, name: 'Ada', more: 1 }],
  ])('refuses alike what is not valid', async (codec, value) => {
    const answer = await post(codec.type, written(codec, value))
    const document = (await answer.json()) as { errors: { pointer: string; message: string }[] }
    expect([
      answer.status,
      document.errors.map(({ pointer, message }) => `${pointer} ${message}`).toSorted(),
    ]).toEqual([422, ['/id must be at least 1', '/more is not a known field']])
  })

  it('never coerces where the format has types of its own', async () => {
    for (const codec of [json, cbor, msgpack]) {
      expect((await post(codec.type, written(codec, { id: '7', name: 'Ada' }))).status).toBe(422)
    }
  })

  it.each([cbor, msgpack, xml])('is written, and only what is declared leaves', async (codec) => {
    const answer = await post('application/json', JSON.stringify(order), '/orders', codec.type)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, codec.type])
    const bytes = Buffer.from(await answer.bytes())
    expect(bytes.includes('hunter2')).toBe(false)
    if (codec !== xml) expect(codec.decode?.(bytes, { depth: 9, values: 99 })).toEqual(order)
    else expect(bytes.toString()).toContain('<tags>a</tags>')
  })

  it('is a list of rows in CSV', async () => {
    const answer = await post('text/csv', 'id,name,paid\r\n1,Ada,true\r\n2,"Bob, the other",\r\n', '/rows')
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        rows: [
          { id: 1, name: 'Ada', paid: true },
          { id: 2, name: 'Bob, the other' },
        ],
      },
    ])
    const wrong = await post('text/csv', 'id,name,paid\r\n1,Ada,yes\r\nx,Bob,\r\n', '/rows')
    expect(await wrong.json()).toMatchObject({
      errors: [{ pointer: '/0/paid' }, { pointer: '/1/id', message: 'must be an integer' }],
    })
  })
})

describe('a body of another type', () => {
  it('is refused, and told what is taken', async () => {
    const answer = await post('image/png', 'x')
    expect([answer.status, answer.headers.get('accept')]).toEqual([
      415,
      'application/json, application/cbor, application/vnd.msgpack, application/xml, application/x-www-form-urlencoded, application/protobuf',
    ])
  })

  it.each([
    ['application/cbor', '/json'],
    ['application/x+cbor', '/json'],
    ['json', '/json'],
    ['', '/json'],
    ['text/csv; charset=latin1', '/rows'],
  ])('%s to %s is refused', async (type, path) => {
    expect((await post(type, '1', path)).status).toBe(415)
  })
})

it('a codec of the app is used like the others, and its faults are told without details', async () => {
  const lines = defineCodec({
    type: 'text/vnd.lines',
    decode(bytes) {
      const text = bytes.toString()
      if (text.includes('!')) throw new Error('the secret of the parser')
      return text === 'proto' ? JSON.parse('{"__proto__":1}') : text.split('\n')
    },
    encode: (value) => (value as string[]).join('\n'),
  })
  const List = t.Array(t.String())
  await using api = await testApp(
    app({
      name: 'lines',
      routes: [
        route(
          'POST /lines',
          { access: 'public', codecs: [lines], body: List, responses: { 200: List } },
          ({ body }) => body.toReversed(),
        ),
      ],
    }),
  )
  const send = (body: string) =>
    api.request('POST', '/lines', { headers: { 'content-type': 'text/vnd.lines' }, body })
  expect(await (await send('a\nb')).text()).toBe('b\na')
  const broken = await send('!')
  expect([broken.status, await broken.text()]).toEqual([400, expect.not.stringContaining('secret')])
  expect(await (await send('proto')).json()).toMatchObject({
    status: 400,
    detail: 'The body cannot be read: a member is named "__proto__".',
  })
})

it.each([
  ['lines', /media type/],
  ['Text/Lines', /media type/],
])('a codec of the type %s does not exist', (type, why) => {
  expect(() => defineCodec({ type, decode: () => 1 })).toThrow(why)
})

it('a codec that does nothing does not exist', () => {
  expect(() => defineCodec({ type: 'text/lines' })).toThrow(/neither decodes nor encodes/)
})
