import { describe, expect, it } from 'vitest'
import { essence, isMediaType, lineOf, parameterOf, splitList } from './field-syntax.ts'

describe('lists', () => {
  it('are split at commas that stand in no quotes', () => {
    expect(splitList('a, "b, c" , , "d\\", e"')).toEqual(['a', '"b, c"', '"d\\", e"'])
  })
})

describe('media types', () => {
  it.each(['text/html', 'text/html;charset=utf-8', 'a/b; x="y; z"', 'text/html;', 'application/vnd.a+json'])(
    'may be %s',
    (value) => {
      expect(isMediaType(value)).toBe(true)
    },
  )

  it.each([
    '',
    'json',
    'text/html; charset',
    'text/html, text/plain',
    'text/ html',
    'text/html; charset = utf-8',
  ])('may not be "%s"', (value) => {
    expect(isMediaType(value)).toBe(false)
  })

  it('have a type without case and parameters', () => {
    expect(essence('Text/HTML; charset=utf-8')).toBe('text/html')
    expect(parameterOf('multipart/byteranges; Boundary="a b"', 'boundary')).toBe('a b')
  })
})

it('finds the line of a field', () => {
  const [line] = lineOf('Vary').exec('HTTP/1.1 200 OK\r\nX-Vary: no\r\nvary: Accept\r\n\r\n') ?? []
  expect(line).toBe('vary: Accept')
})
