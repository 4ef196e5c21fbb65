import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runToEnd } from './fixtures/cli.ts'
import { makeFolder } from './fixtures/folder.ts'

const greeter = `
  import { app, route, t } from 'principia'
  const hello = route(
    'GET /hello/:name',
    { access: 'public', responses: { 200: t.Object({ hello: t.String() }) } },
    ({ params }) => ({ hello: params.name }),
  )
  export default app({ name: 'greeter', version: '1.2.3', description: 'It greets.', routes: [hello] })
`

test('the document is printed as JSON, or written to a file', async () => {
  using folder = makeFolder({ 'app.ts': greeter })
  const printed = await runToEnd(['openapi'], { cwd: folder.path })
  expect({ code: printed.code, stderr: printed.stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(printed.stdout)).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\./) as string,
    info: { title: 'greeter', version: '1.2.3', description: 'It greets.' },
    paths: { '/hello/{name}': { get: { parameters: [{ name: 'name', in: 'path' }] } } },
  })
  const written = await runToEnd(['openapi', '--out', 'docs/openapi.json'], { cwd: folder.path })
  expect({ code: written.code, stdout: written.stdout }).toEqual({ code: 0, stdout: '' })
  expect(readFileSync(join(folder.path, 'docs', 'openapi.json'), 'utf8')).toBe(printed.stdout)
})

test('a place that cannot be written to is named', async () => {
  using folder = makeFolder({ 'app.ts': greeter, file: '' })
  const { code, stderr } = await runToEnd(['openapi', '--out', 'file/openapi.json'], { cwd: folder.path })
  expect(code).toBe(64)
  expect(stderr).toMatch(/error .*file\/openapi\.json cannot be written/)
})
