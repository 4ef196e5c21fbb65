import { expect, it } from 'vitest'
import { createMounts } from './mounts.ts'

const mounts = createMounts<string>()
for (const path of ['/old', '/old/deep', '/café', '/']) mounts.add(path, path)

it.each([
  ['/old', '/old', '/'],
  ['/old/', '/old', '/'],
  ['/old/a', '/old', '/a'],
  ['/old//a/', '/old', '//a/'],
  ['/old/a%2Fb', '/old', '/a%2Fb'],
  ['/%6Fld/a', '/old', '/a'],
  ['/old%2Fa', '/', '/old%2Fa'],
  ['/older', '/', '/older'],
  ['/old/deep/x', '/old/deep', '/x'],
  ['/old/deeper', '/old', '/deeper'],
  ['/caf%C3%A9/1', '/café', '/1'],
  ['/', '/', '/'],
])('%s is for what is mounted at %s, as %s', (path, target, rest) => {
  expect(mounts.find(path)).toEqual({ target, rest })
})

it.each(['/old/../secret', '/old/%2e%2e/secret', '/old/%', '/old/%00'])('%s is for nobody', (path) => {
  expect(mounts.find(path)).toBeUndefined()
})

it('a path has one mount, and no parameters', () => {
  expect(mounts.add('/old', 'other')).toBe('/old')
  expect(() => mounts.add('/:name', 'x')).toThrow('plain text')
})
