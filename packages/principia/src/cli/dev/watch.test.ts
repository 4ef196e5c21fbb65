import { expect, test } from 'vitest'
import { isSource } from './watch.ts'

test.each([
  ['src/app.ts', true],
  ['src/schema.graphql', true],
  ['package.json', true],
  ['.env', true],
  ['src/notes/notes.test.ts', false],
  ['.env.example', false],
  ['node_modules/principia/index.ts', false],
  ['packages/a/node_modules/b/index.js', false],
  ['dist/app.js', false],
  ['.principia/postgres/postgresql.conf.json', false],
  ['.git/config.json', false],
  ['uploads/photo.jpg', false],
  ['server.log', false],
])('%s is a source file: %s', (path, expected) => {
  expect(isSource(path)).toBe(expected)
})
