import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { makeFolder } from './fixtures/folder.ts'
import { findFramework } from './framework.ts'
import { version } from './version.ts'

const packageIn = (folder: string, path: string) => pathToFileURL(`${join(folder, path)}/`)

test('an installed framework is named by its version', () => {
  using folder = makeFolder({ 'node_modules/other/index.js': '' })
  expect(findFramework(packageIn(folder.path, 'node_modules/principia'))).toEqual({
    dependency: `^${version()}`,
    unbuilt: undefined,
  })
})

test('in its repository the framework is named by its folder, and has to be built once', () => {
  using folder = makeFolder({ 'packages/principia/src/index.ts': '' })
  folder.write('package.json', '{ "name": "principia-repository" }')
  const own = packageIn(folder.path, 'packages/principia')
  const dependency = `file:${join(folder.path, 'packages/principia')}`
  expect(findFramework(own)).toEqual({ dependency, unbuilt: folder.path })
  folder.write('packages/principia/dist/index.js', '')
  expect(findFramework(own)).toEqual({ dependency, unbuilt: undefined })
})
