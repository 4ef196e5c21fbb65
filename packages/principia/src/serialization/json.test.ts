import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeJson, MAX_DEPTH } from './json.ts'

const decode = (text: string | readonly number[]) =>
  decodeJson(typeof text === 'string' ? Buffer.from(text) : Uint8Array.from(text))
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
    ['a name given twice: the last counts', '{"a":1,"a":2}'],
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
        else expect(text).toMatch(/__proto__|\\u0000/)
      }),
    )
  })
})
