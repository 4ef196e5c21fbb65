import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileSchema, t } from '../validation/index.ts'
import { cbor } from './cbor.ts'
import { codingFor, limitsFor, Malformed, type Codec, type DecodeLimits } from './codec.ts'
import { csv } from './csv.ts'
import { toData, toDecodedData } from './data.ts'
import { OrderMessage } from './fixtures/order-proto.ts'
import { form } from './form.ts'
import { json } from './json.ts'
import { msgpack } from './msgpack.ts'
import { protobuf } from './protobuf.ts'
import { xml } from './xml.ts'

const Line = t.Object({ sku: t.String(), count: t.Integer() })
const Order = t.Object(
  {
    id: t.Integer(),
    name: t.String(),
    paid: t.Boolean(),
    total: t.Number(),
    tags: t.Array(t.String()),
    lines: t.Array(Line),
    placedAt: t.String(),
    reference: t.String(),
  },
  { title: 'Order' },
)
const Row = t.Object({
  id: t.Integer(),
  name: t.String(),
  paid: t.Boolean(),
  total: t.Union([t.Number(), t.Null()]),
  note: t.Optional(t.String()),
})

const LIMITS = limitsFor(1_048_576)

/** As the pipeline reads a body: by the schema, and held to what JSON can say. */
function decode(codec: Codec, bytes: Uint8Array, schema?: object, limits: DecodeLimits = LIMITS): unknown {
  const read = codingFor(codec, schema)?.decode
  if (read === undefined) throw new Error('It cannot decode.')
  return toDecodedData(read(Buffer.from(bytes), limits), limits)
}

function encode(codec: Codec, value: unknown, schema?: object): Buffer {
  const write = codingFor(codec, schema)?.encode
  if (write === undefined) throw new Error('It cannot encode.')
  const encoded = write(toData(value))
  return typeof encoded === 'string' ? Buffer.from(encoded) : Buffer.from(encoded)
}

const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0') && one.isWellFormed())
/** What XML can write: no control characters, and not only white space, which is layout. */
const xmlText = text.map((one) => one.replace(/[^\t\n\r\x20-\ufffd]/g, '').replace(/[\ufffe\uffff]/g, ''))
const integer = fc.maxSafeInteger()
const real = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => (one === 0 ? 0 : one))
const anyOrder = (texts: fc.Arbitrary<string>) =>
  fc.record({
    id: integer,
    name: texts,
    paid: fc.boolean(),
    total: real,
    tags: fc.array(texts),
    lines: fc.array(fc.record({ sku: texts, count: fc.integer() })),
    placedAt: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    reference: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  })
const anyRow = fc.record(
  { id: integer, name: text, paid: fc.boolean(), total: fc.option(real), note: text },
  { requiredKeys: ['id', 'name', 'paid', 'total'] },
)

const ROUND_TRIPS: readonly [name: string, codec: Codec, schema: object, values: fc.Arbitrary<unknown>][] = [
  ['JSON', json, Order, anyOrder(text)],
  ['CBOR', cbor, Order, anyOrder(text)],
  ['MessagePack', msgpack, Order, anyOrder(text)],
  ['XML', xml, Order, anyOrder(xmlText)],
  ['Protobuf', protobuf(OrderMessage), Order, anyOrder(text)],
  ['CSV', csv({ formulas: 'keep' }), t.Array(Row), fc.array(anyRow)],
]

describe.each(ROUND_TRIPS)('%s', (_name, codec, schema, values) => {
  it('reads what it wrote of a value as that value, and the schema accepts it', () => {
    const validate = compileSchema(schema, 'body')
    fc.assert(
      fc.property(values, (value) => {
        const read = decode(codec, encode(codec, value, schema), schema)
        expect(read).toEqual(value)
        expect(validate(read, [])).toEqual(value)
      }),
    )
  })
})

const EVERY: readonly [name: string, codec: Codec, schema?: object][] = [
  ['JSON', json],
  ['CBOR', cbor],
  ['MessagePack', msgpack],
  ['XML', xml],
  ['XML of a schema', xml, Order],
  ['form', form, Order],
  ['CSV', csv(), t.Array(Row)],
  ['Protobuf', protobuf(OrderMessage), Order],
]

/** The pipeline turns both into a 400. What may never come is something that is no error, or no end. */
function attempt(codec: Codec, bytes: Uint8Array, schema?: object): unknown {
  try {
    return decode(codec, bytes, schema)
  } catch (error) {
    expect(error).toBeInstanceOf(Error)
    if (error instanceof Malformed) expect(error.message).toMatch(/^[^\n]{1,200}$/)
    return undefined
  }
}

describe.each(EVERY)('%s from a stranger', (name, codec, schema) => {
  it('is read or refused, whatever the bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void attempt(codec, bytes, schema)))
  })

  it('is read or refused, however a good body is damaged', () => {
    const sample = schema === undefined ? SAMPLE : name === 'CSV' ? [ROW] : SAMPLE
    const good = name === 'form' ? Buffer.from('id=1&tags=a&tags=b') : encode(codec, sample, schema)
    expect(attempt(codec, good, schema)).toBeDefined()
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 6 }), fc.nat(6), (at, splice, cut) => {
        const bytes = Buffer.concat([good.subarray(0, at), splice, good.subarray(at + cut)])
        attempt(codec, bytes, schema)
        expect(({} as Record<string, unknown>).polluted).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it('is refused when it ends too early, or is the empty body', () => {
    if (name === 'form' || name === 'CSV' || name.startsWith('Protobuf')) return
    const good = encode(codec, SAMPLE, schema)
    for (let end = 0; end < good.length; end++) {
      expect(() => decode(codec, good.subarray(0, end), schema)).toThrow(Error)
    }
  })
})

const ROW = { id: 1, name: 'a', paid: true, total: null }
const SAMPLE = {
  id: 1,
  name: 'Ada & "Bob" <é>',
  paid: true,
  total: 2.5,
  tags: ['a', 'b'],
  lines: [{ sku: 'x', count: 1 }],
  placedAt: '2026-01-31T12:00:00Z',
  reference: '7',
}

const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex')
const name = (characters: string) => Buffer.from(characters).toString('hex')
const deepCbor = (levels: number) => hex(`${'81'.repeat(levels)}01`)
const deepMsgpack = (levels: number) => hex(`${'91'.repeat(levels)}01`)
const deepXml = (levels: number) => Buffer.from(`${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`)

const REFUSED: readonly [
  format: string,
  what: string,
  codec: Codec,
  bytes: Buffer,
  why: string,
  schema?: object,
][] = [
  ['CBOR', '65 levels', cbor, deepCbor(65), 'more than 64 levels'],
  ['CBOR', 'a million levels', cbor, deepCbor(1e6), 'more than 64 levels'],
  ['CBOR', 'a million tags', cbor, hex(`${'d9d9f7'.repeat(1e6)}01`), 'more than 64 levels'],
  ['CBOR', '__proto__', cbor, hex(`a1 69 ${name('__proto__')} a0`), '"__proto__"'],
  ['CBOR', 'NUL in a text', cbor, hex('61 00'), 'U+0000'],
  ['CBOR', 'half of a surrogate pair', cbor, hex('63 eda080'), 'not valid UTF-8'],
  ['CBOR', 'a member twice', cbor, hex('a2 61 61 01 61 61 02'), 'more than once'],
  ['CBOR', 'a member whose name is a number', cbor, hex('a1 01 02'), 'no text'],
  ['CBOR', 'a list that claims 4 billion items', cbor, hex('9a ffffffff 01'), 'too early'],
  ['CBOR', 'a text that claims 2^63 bytes', cbor, hex('7b 8000000000000000 61'), 'too early'],
  ['CBOR', 'an integer that loses digits', cbor, hex('1b 0020000000000001'), 'send it as text'],
  ['CBOR', 'a big number', cbor, hex('c2 49 010000000000000000'), 'tag'],
  ['CBOR', 'a shared reference', cbor, hex('d8 1c 81 d8 1d 00'), 'tag'],
  ['CBOR', 'a record definition', cbor, hex('d9 dfff 83 00 81 61 61 01'), 'tag'],
  ['CBOR', 'undefined', cbor, hex('f7'), 'no data'],
  ['CBOR', 'not a number', cbor, hex('f9 7e00'), 'not finite'],
  ['CBOR', 'infinity', cbor, hex('f9 7c00'), 'not finite'],
  ['CBOR', 'a date of letters', cbor, hex('c0 61 61'), 'a date is not valid'],
  ['CBOR', 'a second value', cbor, hex('01 02'), 'more after'],
  [
    'CBOR',
    'many values in few bytes',
    cbor,
    hex(`9a 00061a80 ${'01'.repeat(400_000)}`),
    'more than 262144 values',
  ],
  ['CBOR', 'a list without an end', cbor, hex(`9f ${'01'.repeat(300_000)}`), 'more than 262144 values'],
  ['CBOR', 'a text in chunks', cbor, hex('7f 61 61 ff'), 'indefinite length'],
  ['MessagePack', '65 levels', msgpack, deepMsgpack(65), 'more than 64 levels'],
  ['MessagePack', 'a million levels', msgpack, deepMsgpack(1e6), 'more than 64 levels'],
  ['MessagePack', '__proto__', msgpack, hex(`81 a9 ${name('__proto__')} 80`), '"__proto__"'],
  ['MessagePack', 'NUL in a text', msgpack, hex('a1 00'), 'U+0000'],
  ['MessagePack', 'text that is no UTF-8', msgpack, hex('a1 ff'), 'not valid UTF-8'],
  ['MessagePack', 'a member twice', msgpack, hex('82 a1 61 01 a1 61 02'), 'more than once'],
  ['MessagePack', 'a member whose name is a list', msgpack, hex('81 90 02'), 'no text'],
  ['MessagePack', 'a list that claims 4 billion items', msgpack, hex('dd ffffffff 01'), 'too early'],
  ['MessagePack', 'an integer that loses digits', msgpack, hex('d3 8000000000000000'), 'send it as text'],
  ['MessagePack', 'a record definition', msgpack, hex('d4 72 40 91 a1 61 01'), 'extension'],
  ['MessagePack', 'a regular expression', msgpack, hex('c7 03 78 a1 61 a0'), 'extension'],
  ['MessagePack', 'the byte that is never used', msgpack, hex('c1'), 'well-formed'],
  ['MessagePack', 'a second value', msgpack, hex('01 02'), 'more after'],
  ['XML', '65 levels and a text', xml, deepXml(66), 'more than 64 levels'],
  ['XML', '__proto__', xml, Buffer.from('<a><__proto__><b>1</b></__proto__></a>'), '"__proto__"'],
  ['XML', '__proto__ as an attribute', xml, Buffer.from('<a __proto__="1"/>'), '"__proto__"'],
  [
    'XML',
    'a billion laughs',
    xml,
    Buffer.from('<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;">]><a>&m;</a>'),
    'DOCTYPE',
  ],
  [
    'XML',
    'an external entity',
    xml,
    Buffer.from('<?xml version="1.0"?><!doctype a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'),
    'DOCTYPE',
  ],
  ['XML', 'an entity that nobody declared', xml, Buffer.from('<a>&nbsp;</a>'), 'reference'],
  ['XML', 'a bare ampersand', xml, Buffer.from('<a>fish & chips</a>'), 'XML'],
  ['XML', 'a reference to NUL', xml, Buffer.from('<a>&#0;</a>'), 'reference'],
  ['XML', 'a reference to half of a pair', xml, Buffer.from('<a>&#xD800;</a>'), 'reference'],
  ['XML', 'a control character', xml, Buffer.from('<a>\u0001</a>'), 'character'],
  ['XML', 'another encoding', xml, Buffer.from('<?xml version="1.0" encoding="utf-16"?><a/>'), 'not UTF-8'],
  ['XML', 'tags that do not match', xml, Buffer.from('<a><b></a></b>'), 'line 1'],
  ['XML', 'two roots', xml, Buffer.from('<a/><b/>'), 'root'],
  ['XML', 'an attribute twice', xml, Buffer.from('<a b="1" b="2"/>'), 'XML'],
  ['XML', 'text beside elements', xml, Buffer.from('<a>text<b/></a>'), 'text beside'],
  [
    'XML',
    'very many elements',
    xml,
    Buffer.from(`<a>${'<b/>'.repeat(300_000)}</a>`),
    'more than 262144 values',
  ],
  ['form', 'a broken escape', form, Buffer.from('a=%zz'), 'encoded'],
  ['form', 'NUL', form, Buffer.from('a=%00'), 'encoded'],
  ['form', '__proto__', form, Buffer.from('__proto__=1'), '"__proto__"'],
  ['form', 'bytes that are no UTF-8', form, Buffer.from([0x61, 0x3d, 0xff]), 'UTF-8'],
  ['form', 'very many fields', form, Buffer.from('a=1&'.repeat(2000)), 'too many'],
  ['CSV', 'a row that is too long', csv(), Buffer.from('id,name\n1,a,b\n'), 'line 2', t.Array(Row)],
  ['CSV', 'a stray quote', csv(), Buffer.from('id,name\n1,a"b\n'), 'CSV', t.Array(Row)],
  ['CSV', 'a column twice', csv(), Buffer.from('id,id\n1,2\n'), 'more than once', t.Array(Row)],
  ['CSV', '__proto__', csv(), Buffer.from('__proto__\n1\n'), '"__proto__"', t.Array(Row)],
  ['CSV', 'nothing', csv(), Buffer.from(''), 'header', t.Array(Row)],
  ['CSV', 'NUL', csv(), Buffer.from('id,name\n1,a\0b\n'), 'U+0000', t.Array(Row)],
  [
    'CSV',
    'very many cells',
    csv(),
    Buffer.from(`id\n${'1\n'.repeat(300_000)}`),
    'more than 262144',
    t.Array(Row),
  ],
  ['Protobuf', 'a text that is no UTF-8', protobuf(OrderMessage), hex('12 01 ff'), ''],
  ['Protobuf', 'a length beyond the end', protobuf(OrderMessage), hex('12 7f 61'), ''],
  ['Protobuf', 'groups without an end', protobuf(OrderMessage), hex('7b'.repeat(10_000)), ''],
  ['Protobuf', 'NUL', protobuf(OrderMessage), hex('12 01 00'), 'U+0000'],
]

it.each(REFUSED)('%s with %s is refused', (_format, _what, codec, bytes, why, schema) => {
  expect(() => decode(codec, bytes, schema)).toThrow(why)
})

describe('as deep as allowed', () => {
  it.each<[string, Codec, Buffer]>([
    ['CBOR', cbor, deepCbor(64)],
    ['MessagePack', msgpack, deepMsgpack(64)],
    ['XML', xml, deepXml(65)],
  ])('%s is read', (_name, codec, bytes) => {
    expect(decode(codec, bytes)).toBeDefined()
  })
})

describe('dates of binary formats', () => {
  it.each<[string, Codec, string, string]>([
    ['CBOR, tag 0', cbor, 'c0 74 323031332d30332d32315432303a30343a30305a', '2013-03-21T20:04:00.000Z'],
    ['CBOR, tag 1', cbor, 'c1 fb 41d452d9ec200000', '2013-03-21T20:04:00.500Z'],
    ['MessagePack, 32 bits', msgpack, 'd6 ff 5a4af6a5', '2018-01-02T03:04:05.000Z'],
    ['MessagePack, 64 bits', msgpack, 'd7 ff a1dcd7c85a4af6a5', '2018-01-02T03:04:05.678Z'],
    ['MessagePack, 96 bits', msgpack, 'c7 0c ff 00000000 0000000000000001', '1970-01-01T00:00:01.000Z'],
  ])('%s arrive as the text that JSON would have', (_name, codec, bytes, date) => {
    expect(decode(codec, hex(bytes))).toBe(date)
  })
})

it.each<[string, Codec]>([
  ['CBOR', cbor],
  ['MessagePack', msgpack],
])('%s writes of any value what JSON would have', (_name, codec) => {
  const value = {
    at: new Date(0),
    nothing: undefined,
    none: Number.NaN,
    list: [undefined, () => 1],
    map: new Map([[1, 2]]),
  }
  expect(decode(codec, encode(codec, value))).toEqual(JSON.parse(JSON.stringify(value)))
})
