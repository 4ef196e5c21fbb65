import { describe, expect, it } from 'vitest'
import { entityTag, namesTag } from './etag.ts'
import { splitTarget } from './target.ts'

describe('an entity tag', () => {
  it('is the same for the same bytes, and else another one', () => {
    expect(entityTag('é')).toBe(entityTag(Buffer.from('é')))
    expect(entityTag('é')).not.toBe(entityTag('e'))
    expect(entityTag('')).toMatch(/^"[\w-]+"$/)
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
    expect(namesTag(list, tag)).toBe(named)
  })
})

describe('a request target', () => {
  it.each([
    ['/', { path: '/', query: '' }],
    ['/a?b=c?d', { path: '/a', query: 'b=c?d' }],
    ['/a?', { path: '/a', query: '' }],
    ['//a', { path: '//a', query: '' }],
    ['http://host/a?b', { path: '/a', query: 'b' }],
    ['HTTPS://host:1', { path: '/', query: '' }],
    ['http://host?a', { path: '/', query: 'a' }],
    ['', 'malformed'],
    ['*', 'malformed'],
    ['a', 'malformed'],
    ['host:80', 'malformed'],
    ['ftp://host/a', 'malformed'],
    ['http://', 'malformed'],
    ['http:///a', 'malformed'],
    ['http://user@host/a', 'malformed'],
    ['/a#b', 'malformed'],
    ['http://host/#b', 'malformed'],
    [`/${'a'.repeat(8192)}`, 'too-long'],
  ])('%s', (target, split) => {
    expect(splitTarget(target)).toEqual(split)
  })
})
