import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runToEnd } from './fixtures/cli.ts'
import { packageFolder } from './version.ts'

/** Makes Node say that it is another version, before anything of the CLI is loaded. */
const pretending = (version: string) => {
  const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` }
}

test('an old Node is refused in one line, with exit code 69', async () => {
  const cwd = import.meta.dirname
  expect(await runToEnd(['--version'], { cwd, env: pretending('20.20.2') })).toEqual({
    code: 69,
    stdout: '',
    stderr: 'principia needs Node 26 or newer; this is 20.20.2.\n',
  })
  expect(await runToEnd(['--version'], { cwd, env: pretending('26.0.0') })).toMatchObject({ code: 0 })
})

test('it is what the package says it needs, and nothing is imported before', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8'))
  expect(manifest).toMatchObject({ engines: { node: '>=26' } })
  expect(readFileSync(new URL('main.ts', import.meta.url), 'utf8')).not.toMatch(/^import /m)
})
