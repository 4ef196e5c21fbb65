import { expect, test } from 'vitest'
import { matchPattern } from './router.ts'

const match = (pattern: string, path: string) =>
  matchPattern(pattern.split('/').slice(1), path.split('/').slice(1))

test.each([
  ['/', '/', {}],
  ['/', '/notes', undefined],
  ['/notes', '/notes', {}],
  ['/notes', '/notes/', undefined],
  ['/notes', '/', undefined],
  ['/learn/:concept', '/learn/routing', { concept: 'routing' }],
  ['/learn/:concept', '/learn/', undefined],
  ['/learn/:concept', '/learn', undefined],
  ['/learn/:concept', '/learn/a/b', undefined],
  ['/learn/:concept', '/learn/a%20b', { concept: 'a b' }],
  ['/learn/:concept', '/learn/%E0%A4%A', { concept: '%E0%A4%A' }],
  ['/source/*path', '/source/packages/a/b.ts', { path: 'packages/a/b.ts' }],
  ['/source/*path', '/source/a%20b/c.ts', { path: 'a b/c.ts' }],
  ['/source/*path', '/source/', undefined],
])('%s against %s', (pattern, path, params) => {
  expect(match(pattern, path)).toEqual(params)
})
