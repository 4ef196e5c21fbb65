import { describe, expect, it } from 'vitest'
import { entityTag, isEntityTag, namesTag, parseTags } from './etag.ts'
import { splitTarget } from './target.ts'

describe('an entity tag', () => {
  it('is the same for the same bytes, and else another one', () => {
    expect(entityTag('é')).toBe(entityTag(Buffer.from('é')))
    expect(entityTag('é')).not.toBe(entityTag('e'))
    expect(entityTag('')).toMatch(/^"[\w-]+"$/)
    expect(entityTag('é', 'weak')).toBe(`W/${entityTag('é')}`)
  })

  it.each([
    ['"a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['"b", "a"', '"a"', true],
    ['"b","c" , W/"a"', '"a"', true],
    ['*', '"a"', true],
    [' * ', '"a"', true],
    ['"x,y"', '"x,y"', true],
    ['"b"', '"a"', false],
    ['a', '"a"', false],
    ['"aa"', '"a"', false],
    ['"', '"a"', false],
    ['', '"a"', false],
    ['"b" "c', '"a"', false],
  ])('If-None-Match: %s names %s: %s', (list, tag, named) => {
    expect(namesTag(list, tag, 'weak')).toBe(named)
  })
})

describe('entity tags are compared (RFC 9110 section 8.8.3.2)', () => {
  it.each([
    ['W/"1"', 'W/"1"', false, true],
    ['W/"1"', 'W/"2"', false, false],
    ['W/"1"', '"1"', false, true],
    ['"1"', '"1"', true, true],
    ['"2", "1"', '"1"', true, true],
    ['"2", W/"1"', '"1"', false, true],
    ['*', '"1"', true, true],
    ['*', 'W/"1"', true, true],
  ])('%s and %s: strongly %s, weakly %s', (list, tag, strongly, weakly) => {
    expect([namesTag(list, tag, 'strong'), namesTag(list, tag, 'weak')]).toEqual([strongly, weakly])
  })
})

describe('a list of entity tags (RFC 9110 sections 5.6.1.2 and 8.8.3) [9110-5.6.1.2-1]', () => {
  it.each([
    ['*', '*'],
    ['\t* ', '*'],
    ['"a"', ['"a"']],
    ['"a","b" ,\tW/"c"', ['"a"', '"b"', 'W/"c"']],
    [', ,"a",, "b",', ['"a"', '"b"']],
    ['"a, b"', []],
    ['"x,y"', ['"x,y"']],
    ['""', ['""']],
    ['"\u00fc"', ['"\u00fc"']],
    ['', []],
    ['a', []],
    ['"a" "b"', []],
    ['"a"b', []],
    ['"a", b', []],
    ['"a", *', []],
    ['w/"a"', []],
    ['W/ "a"', []],
    ['"a', []],
    ['"a\u007f"', []],
  ])('%s is %j', (list, tags) => {
    expect(parseTags(list)).toEqual(tags)
  })

  it('of any length costs a bounded amount of work', () => {
    expect(parseTags(`${' ,'.repeat(50_000)}x`)).toEqual([])
    expect(parseTags('"a",'.repeat(10_000))).toHaveLength(10_000)
    expect(parseTags('"a" '.repeat(10_000))).toEqual([])
  })
})

it.each([
  ['"a"', true],
  ['W/"a"', true],
  ['""', true],
  ['a', false],
  ['"a" ', false],
  ['"a"b"', false],
  ['w/"a"', false],
  ['"a\n"', false],
])('%j is an entity tag: %s', (text, is) => {
  expect(isEntityTag(text)).toBe(is)
})

describe('a request target', () => {
  it.each([
    ['/', { path: '/', query: '' }],
    ['/a?b=c?d', { path: '/a', query: 'b=c?d' }],
    ['/a?', { path: '/a', query: '' }],
    ['//a', { path: '//a', query: '' }],
    ['http://host/a?b', { path: '/a', query: 'b', host: 'host', secure: false }],
    ['HTTPS://host:1', { path: '/', query: '', host: 'host:1', secure: true }],
    ['http://host?a', { path: '/', query: 'a', host: 'host', secure: false }],
    ['', 'malformed'],
    ['*', 'malformed'],
    ['a', 'malformed'],
    ['host:80', 'malformed'],
    ['ftp://host/a', 'malformed'],
    ['http://', 'malformed'],
    ['http:///a', 'malformed'],
    ['http://:80/a', 'malformed'],
    ['http://user@host/a', 'malformed'],
    ['/a#b', 'malformed'],
    ['http://host/#b', 'malformed'],
    [`/${'a'.repeat(8192)}`, 'too-long'],
  ])('%s', (target, split) => {
    expect(splitTarget(target)).toEqual(split)
  })
})
