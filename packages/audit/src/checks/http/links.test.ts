import { expect, it } from 'vitest'
import { parseLinks } from './links.ts'

it('reads links whose addresses have commas and semicolons', () => {
  expect(parseLinks('</a?b=1,2;3>; rel="next", <https://a.example/>;rel=help ; title="a, b"')).toEqual([
    { target: '/a?b=1,2;3', rel: 'next' },
    { target: 'https://a.example/', rel: 'help' },
  ])
})

it.each(['/a; rel=next', '<a', '<a> rel=next', '<a>; rel="next'])('does not read %s', (value) => {
  expect(parseLinks(value)).toBeUndefined()
})
