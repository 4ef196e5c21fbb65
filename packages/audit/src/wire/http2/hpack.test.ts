import { describe, expect, it } from 'vitest'
import { encodeIndexedLiteral, encodeInteger, HpackDecoder, type Field } from './hpack.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('integers (RFC 7541 appendix C.1)', () => {
  it.each([
    [10, 5, '0a'],
    [1337, 5, '1f9a0a'],
    [42, 8, '2a'],
  ])('writes %i with a prefix of %i bits', (value, prefix, bytes) => {
    expect(encodeInteger(value, prefix).toString('hex')).toBe(bytes)
  })
})

describe('field blocks (RFC 7541 appendix C.2)', () => {
  it.each<[string, string, Field]>([
    [
      'a literal that is indexed',
      '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572',
      ['custom-key', 'custom-header'],
    ],
    ['a literal that is not', '040c 2f73 616d 706c 652f 7061 7468', [':path', '/sample/path']],
    ['one that never is', '1008 7061 7373 776f 7264 0673 6563 7265 74', ['password', 'secret']],
    ['an index', '82', [':method', 'GET']],
  ])('reads %s', (_, bytes, field) => {
    expect(new HpackDecoder().decode(hex(bytes))).toEqual([field])
  })
})

describe('three requests on one connection (RFC 7541 appendix C.3 and C.4)', () => {
  const first: Field[] = [
    [':method', 'GET'],
    [':scheme', 'http'],
    [':path', '/'],
    [':authority', 'www.example.com'],
  ]
  const expected = [
    first,
    [...first, ['cache-control', 'no-cache']],
    [
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', '/index.html'],
      [':authority', 'www.example.com'],
      ['custom-key', 'custom-value'],
    ],
  ]
  it.each([
    [
      'as they are',
      [
        '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
        '8286 84be 5808 6e6f 2d63 6163 6865',
        '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
      ],
    ],
    [
      'with Huffman coding',
      [
        '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
        '8286 84be 5886 a8eb 1064 9cbf',
        '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
      ],
    ],
  ])('reads them %s', (_, blocks) => {
    const decoder = new HpackDecoder()
    expect(blocks.map((block) => decoder.decode(hex(block)))).toEqual(expected)
  })
})

it('evicts what no longer fits (RFC 7541 appendix C.6)', () => {
  const decoder = new HpackDecoder(256)
  const blocks = [
    '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
    '4883 640e ffc1 c0bf',
    '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
  ].map(hex)
  const [first, second, third] = blocks.map((block) => decoder.decode(block))
  expect(first).toEqual([
    [':status', '302'],
    ['cache-control', 'private'],
    ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'],
    ['location', 'https://www.example.com'],
  ])
  expect(second?.[0]).toEqual([':status', '307'])
  expect(third?.at(-1)).toEqual(['set-cookie', 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'])
})

describe('what cannot be decoded', () => {
  it.each([
    ['an index beyond the tables', 'ff80'],
    ['index 0', '80'],
    ['a table larger than allowed', '3fe21f'],
    ['a resizing behind a field', '823f00'],
    ['a text that ends too early', '000a61'],
    ['padding of more than 7 bits', '00016182ffff'],
    ['padding of zeros', '0001618100'],
    ['EOS', '00016184ffffffff'],
    ['an endless integer', 'ffffffffffffffffffff'],
  ])('refuses %s', (_, bytes) => {
    expect(() => new HpackDecoder().decode(hex(bytes))).toThrow()
  })

  it('refuses fields that grow beyond all bounds', () => {
    const block = Buffer.concat([
      encodeIndexedLiteral(['x-large', 'x'.repeat(3000)]),
      Buffer.alloc(1000, 0x80 | 62),
    ])
    expect(() => new HpackDecoder(4096, 100_000).decode(block)).toThrow(/100000 bytes/)
  })
})
