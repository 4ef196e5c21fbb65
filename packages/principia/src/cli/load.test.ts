import { expect, test } from 'vitest'
import { runToEnd } from './fixtures/cli.ts'
import { makeFolder, simpleApp } from './fixtures/folder.ts'

test.each([
  ['no file at all', {}, [], 64, [/There is no app in .*: neither src\/app\.ts nor app\.ts exists/]],
  ['a named file that does not exist', {}, ['other.ts'], 64, [/There is no file .*other\.ts/]],
  ['no default export', { 'app.ts': 'export const app = 1' }, [], 78, [/app\.ts has no default export/]],
  [
    'something else as default export',
    { 'app.ts': 'export default { port: 1 }' },
    [],
    78,
    [/is an object, not an app/],
  ],
  [
    'a module as default export',
    { 'app.ts': "import { module } from 'principia'\nexport default module({ name: 'm', routes: [] })" },
    [],
    78,
    [/is a module, not an app/],
  ],
  [
    'a syntax error in a file it imports',
    { 'app.ts': "import './part.ts'", 'part.ts': 'const a = 1\nconst b = ;\n' },
    [],
    70,
    [/app\.ts cannot be loaded/, /part\.ts:2\n/, /const b = ;/],
  ],
  [
    'an import that does not exist',
    { 'app.ts': "import './missing.ts'" },
    [],
    70,
    [/Cannot find module .*missing\.ts' imported from .*app\.ts/],
  ],
  [
    'a route that makes no sense',
    {
      'app.ts':
        "import { route } from 'principia'\n\nroute('/notes' as never, { access: 'public' }, () => 1)",
    },
    [],
    70,
    [/A route's target is a method and a path/, /at .*app\.ts:3:/],
  ],
] as const)('%s is reported with exit code and place', async (_name, files, args, code, messages) => {
  using folder = makeFolder(files)
  const result = await runToEnd(['routes', ...args], { cwd: folder.path })
  expect(result.code).toBe(code)
  for (const message of messages) expect(result.stderr).toMatch(message)
})

test('what throws while it is loaded is shown with the frames of the app alone', async () => {
  using folder = makeFolder({
    'app.ts':
      "import { app } from 'principia'\nfunction read() {\n  throw new TypeError('no such thing')\n}\nread()\nexport default app({ name: 'x' })",
  })
  const { code, stderr } = await runToEnd(['routes'], { cwd: folder.path })
  expect(code).toBe(70)
  expect(stderr.replaceAll(`file://${folder.path}/`, '').split('\n')).toEqual([
    'error app.ts cannot be loaded:',
    '  TypeError: no such thing',
    '      at read (app.ts:3:9)',
    '      at app.ts:5:1',
    '',
  ])
})

test('src/app.ts comes before app.ts, and an argument before both', async () => {
  const named = (name: string) => simpleApp().replace("'simple'", `'${name}'`)
  using folder = makeFolder({
    'src/app.ts': named('first'),
    'app.ts': named('second'),
    'third.ts': named('third'),
  })
  const title = async (...args: string[]) =>
    (
      JSON.parse((await runToEnd(['openapi', ...args], { cwd: folder.path })).stdout) as {
        info: { title: string }
      }
    ).info.title
  expect(await title()).toBe('first')
  expect(await title('app.ts')).toBe('second')
  expect(await title('third.ts')).toBe('third')
})
