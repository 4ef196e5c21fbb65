import { describe, expect, it } from 'vitest'
import { parsePattern, patternShape } from './pattern.ts'

const read = (pattern: string) =>
  parsePattern(pattern).map((segment) => {
    if (segment.kind === 'static') return segment.text
    if (segment.kind === 'constrained') return `${segment.name}=${segment.source}`
    return 'name' in segment ? `${segment.kind} ${segment.name}` : segment.kind
  })

describe('a pattern', () => {
  it.each([
    ['/', []],
    ['/users', ['users']],
    ['/users/:id', ['users', 'param id']],
    ['/:a/:b_2', ['param a', 'param b_2']],
    ['/:id(\\d+)/x', ['id=\\d+', 'x']],
    ['/:day(\\d{4}/\\d{2})', ['day=\\d{4}/\\d{2}']],
    ['/:id((?:a|b)+)', ['id=(?:a|b)+']],
    ['/:id(\\))', ['id=\\)']],
    ['/*/x', ['wildcard', 'x']],
    ['/files/**', ['files', 'rest undefined']],
    ['/files/**:path', ['files', 'rest path']],
    ['/a.b~c!d', ['a.b~c!d']],
    ['/über uns', ['über uns']],
  ])('%s is read as %j', (pattern, segments) => {
    expect(read(pattern)).toEqual(segments)
  })

  it.each([
    ['users', 'must start with "/"'],
    ['', 'must start with "/"'],
    ['/users/', 'empty segment'],
    ['//users', 'empty segment'],
    ['/**/x', '"**" must be the last'],
    ['/:a/:a', '"a" occurs twice'],
    ['/:a/**:a', '"a" occurs twice'],
    ['/x:id', '"x:id" is not a segment'],
    ['/:1', '":1" is not a segment'],
    ['/:id?', '":id?" is not a segment'],
    ['/:id()', '":id()" is not a segment'],
    ['/:id(', '":id(" is not a segment'],
    ['/***', '"***" is not a segment'],
    ['/**:p(x)', 'takes no regular expression'],
    ['/:id([)', 'is not a regular expression'],
    ['/caf%C3%A9', 'matched after decoding'],
    ['/a/{id}', '"{id}" has braces; a parameter is a segment of its own, write ":id"'],
    ['/a/x{id}y', 'write ":id"'],
    ['/a/{}', 'has braces'],
    ['/a/../b', '"." and ".." never reach a route'],
  ])('%s is refused: %s', (pattern, why) => {
    expect(() => parsePattern(pattern)).toThrow(why)
    expect(() => parsePattern(pattern)).toThrow(`"${pattern}"`)
  })

  it.each([
    ['/a/:x', '/a/:y', true],
    ['/a/:x', '/a/*', true],
    ['/a/**', '/a/**:rest', true],
    ['/:x(\\d+)', '/:y(\\d+)', true],
    ['/:x(\\d+)', '/:x', false],
    ['/a/:x', '/a/**', false],
    ['/a', '/b', false],
  ])('%s and %s are the same shape: %s', (one, other, same) => {
    expect(patternShape(parsePattern(one)) === patternShape(parsePattern(other))).toBe(same)
  })
})
