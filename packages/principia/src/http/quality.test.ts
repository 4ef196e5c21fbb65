import { describe, expect, it, test } from 'vitest'
import { parseWeighted } from './quality.ts'

const read = (header: string) => parseWeighted(header).map(({ value, q }) => `${value} ${q}`)

test.each<[string, string[]]>([
  ['', []],
  [' , ,', []],
  ['gzip', ['gzip 1']],
  ['gzip, br', ['gzip 1', 'br 1']],
  ['GZIP;Q=0.5', ['gzip 0.5']],
  ['gzip ; q=0.123 ,\tbr;q=0', ['gzip 0.123', 'br 0']],
  ['*;q=0, identity;q=1.000', ['* 0', 'identity 1']],
  ['br;q=1.', ['br 1']],
  ['en-GB;q=0.8, *;q=0.1', ['en-gb 0.8', '* 0.1']],
  ['text/html;level=1;q=0.4;charset="a,b;c"', ['text/html 0.4']],
  ['text/*;;q=0.3', ['text/* 0.3']],
])('RFC 9110 section 12.4.2: "%s" is read [9110-12.5.1-1]', (header, members) => {
  expect(read(header)).toEqual(members)
})

test.each([
  'gzip;q=2',
  'gzip;q=1.001',
  'gzip;q=0.1234',
  'gzip;q=-1',
  'gzip;q=',
  'gzip;q="1"',
  'gzip;q=.5',
  'gzip;q = 0.5',
  'gzip;0.5',
  'gz ip',
  'a/b/c',
  '/b',
  'text/html;a="b',
  'text/html;a="b\u0001"',
  '\u00e9',
])('RFC 9110 section 12.4.2: "%s" is no member, and the others count', (member) => {
  expect(read(`br, ${member}`)).toEqual(['br 1'])
  if (!member.includes('"')) expect(read(`${member},br`)).toEqual(['br 1'])
})

describe('the parameters of a media range (RFC 9110 section 12.5.1) [9110-5.6.4-1]', () => {
  it.each([
    ['text/plain;Format=Flowed', { format: 'flowed' }],
    ['a/b;v="x, y; z"', { v: 'x, y; z' }],
    ['a/b;v="\\"q=0\\""', { v: '"q=0"' }],
    ['a/b;__proto__=1', { ['__proto__']: '1' }],
  ])('%s', (header, params) => {
    expect({ ...parseWeighted(header)[0]?.params }).toEqual(params)
  })
})

test('a list of any length costs a bounded amount of work', () => {
  expect(parseWeighted('a,'.repeat(100_000))).toHaveLength(64)
  expect(parseWeighted('a;q=2,'.repeat(100_000))).toEqual([])
  expect(parseWeighted(`a/b;c="${'\\"'.repeat(100_000)}`)).toEqual([])
})
