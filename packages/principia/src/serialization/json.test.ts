import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limitsFor, MAX_DEPTH } from './codec.ts'
import { decodeJson } from './json.ts'

const decode = (text: string | readonly number[]) =>
  decodeJson(typeof text === 'string' ? Buffer.from(text) : Uint8Array.from(text), limitsFor(1_048_576))
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

describe('JSON from a stranger', () => {
  it.each([
    ['an escape that looks like a bracket', '"\\u005b"'],
    ['brackets in a string', JSON.stringify('['.repeat(500))],
    ['a quote behind a backslash', JSON.stringify('\\"['.repeat(200))],
    ['as deep as allowed', nested(MAX_DEPTH)],
    ['wide, not deep', `[${Array(500).fill('[]').join(',')}]`],
    ['__proto__ as text', '{"a":"__proto__"}'],
    ['constructor', '{"constructor":{"prototype":{}}}'],
    ['a surrogate pair, escaped', '"\\ud83d\\ude42"'],
    ['one name in several objects', '{"a":{"a":1},"b":[{"a":2},{"a":3}]}'],
    ['colons and commas in texts', '{"a,:":"{\\"b\\":1,\\"b\\":2}"}'],
    ['the largest integer that every double holds', '[9007199254740991,-9007199254740991]'],
    ['real numbers beyond it', '[1e21,9007199254740993.0,1.7976931348623157e308,123456789012345680000]'],
    ['a number too small to tell from zero', '1e-400'],
    ['more digits behind the point than are kept', '0.12345678901234567890'],
    ['long numbers in a text', '{"id":"12345678901234567890"}'],
  ])('%s is read as JSON.parse reads it', (_name, text) => {
    expect(decode(text)).toEqual({ ok: true, value: JSON.parse(text) })
  })

  it.each<[string, string | readonly number[], string]>([
    ['nothing', '', 'it ends too early'],
    ['an object cut off', '{"a":', 'it ends too early'],
    ['a stray character', '{"a":1]', 'unexpected text at position 6'],
    ['a trailing comma', '[1,]', 'not JSON'],
    ['bytes that are not UTF-8', [0x22, 0xff, 0x22], 'not valid UTF-8'],
    ['an overlong sequence', [0x22, 0xc0, 0xaf, 0x22], 'not valid UTF-8'],
    ['one level too deep', nested(MAX_DEPTH + 1), 'more than 64 levels'],
    ['a million levels', '['.repeat(1e6), 'more than 64 levels'],
    ['levels of both kinds', '[{"a":'.repeat(33), 'more than 64 levels'],
    ['__proto__', '{"__proto__":1}', '"__proto__"'],
    ['NUL in a text', '{"a":["x\\u0000"]}', 'U+0000'],
    ['NUL in a name', '{"\\u0000":1}', 'U+0000'],
    ['__proto__ with an escape', '{"\\u005f_proto__":1}', '"__proto__"'],
    ['a member given twice', '{"a":1,"b":2,"a":3}', 'the member /a is given more than once'],
    ['a member given twice further down', '{"x":[0,{"a/b":[1,{}],"a/b":2}]}', '/x/1/a~1b is given'],
    ['a member given twice, once with an escape', '{"a":1,"\\u0061":2}', '/a is given'],
    [
      'a member given twice among very many',
      `{"${'k'.repeat(200)}":1,"${'k'.repeat(200)}":1}`,
      'k… is given',
    ],
    ['an integer that loses a digit', '{"id":9007199254740993}', 'the number at /id cannot be kept exactly'],
    ['a negative integer that loses a digit', '[0,-9007199254740995]', 'the number at /1 cannot'],
    ['an integer that would be written otherwise', '[1152921504606846976]', 'the number at /0 cannot'],
    ['one integer too long', '12345678901234567890', 'the number cannot be kept exactly'],
    ['a number that overflows', '{"n":[1e400]}', 'the number at /n/0 cannot'],
    ['more values than allowed', `[${'0,'.repeat(300_000)}0]`, 'more than 262144 values'],
    ['__proto__ in a list in an object', '{"a":[1,{"__proto__":{}}]}', '"__proto__"'],
  ])('%s is refused', (_name, text, why) => {
    expect(decode(text)).toEqual({ ok: false, why: expect.stringContaining(why) })
  })

  it('is never quoted in the reason', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), (text) => {
        const decoded = decode(`{"hunter2":${JSON.stringify(text)} oops`)
        expect(decoded.ok ? '' : decoded.why).not.toMatch(/hunter2|oops/)
      }),
    )
  })

  it('that was written from any value is read as that value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
        const text = JSON.stringify(value)
        const decoded = decode(text)
        if (decoded.ok) expect(decoded.value).toEqual(JSON.parse(text))
        else expect(text).toMatch(/__proto__|\\u0000|\d{16}/)
      }),
    )
  })
})
