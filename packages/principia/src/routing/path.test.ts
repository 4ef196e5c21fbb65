import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePath, isPlainPath } from './path.ts'

describe('a path', () => {
  it.each([
    ['/', ['']],
    ['/a/b', ['a', 'b']],
    ['/a//b/', ['a', '', 'b', '']],
    ['/caf%C3%A9', ['café']],
    ['/%f0%9f%98%80', ['😀']],
    ['/a%2Fb/c', ['a/b', 'c']],
    ['/a%2f%2e%2e%2fb', ['a/../b']],
    ['/%252e%252e', ['%2e%2e']],
    ['/%25', ['%']],
    ['/...', ['...']],
    ['/.well-known/x', ['.well-known', 'x']],
    ['/a+b', ['a+b']],
    ['/%20', [' ']],
    ['/a%3Fb%23c', ['a?b#c']],
  ])('%s is decoded once, after it was split: %j', (path, segments) => {
    expect(decodePath(path)).toEqual(segments)
  })

  it.each([
    ['an escape cut off', '/%'],
    ['an escape cut short', '/%4'],
    ['an escape that is no hexadecimal', '/%g1'],
    ['a byte that is not UTF-8', '/%ff'],
    ['a sequence cut off', '/%c3'],
    ['an overlong slash', '/%c0%af'],
    ['an overlong dot', '/%c0%ae'],
    ['an overlong dot of three bytes', '/%e0%80%ae'],
    ['a surrogate', '/%ed%a0%80'],
    ['beyond the last code point', '/%f4%90%80%80'],
    ['NUL', '/a%00'],
    ['a line break', '/%0d%0a'],
    ['DEL', '/%7f'],
    ['a C1 control', '/%c2%9f'],
    ['a raw control', '/\u0001'],
    ['.', '/a/./b'],
    ['..', '/a/../b'],
    ['.. at the end', '/a/..'],
    ['an encoded .', '/%2e'],
    ['an encoded ..', '/%2E%2e/x'],
    ['a half-encoded ..', '/.%2e/x'],
  ])('with %s is refused', (_name, path) => {
    expect(decodePath(path)).toBeUndefined()
  })

  it('that is called plain is its own decoding', () => {
    const characters = fc.constantFrom('/', '.', '%', 'a', '-', '~', '2', 'e', 'é', ' ', '\u0000')
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (rest) => {
        const path = `/${rest.join('')}`
        if (isPlainPath(path)) expect(decodePath(path)).toEqual(path.slice(1).split('/'))
      }),
    )
  })

  it('survives a round trip of any segments', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.isWellFormed() && !/^\.{1,2}$/.test(text) && !/\p{Cc}/u.test(text))
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        expect(decodePath(`/${segments.map(encodeURIComponent).join('/')}`)).toEqual(segments)
      }),
    )
  })
})
