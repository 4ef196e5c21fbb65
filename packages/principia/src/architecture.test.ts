import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Lowest floor first. A folder may use its own floor and those below. */
const FLOORS = [
  ['context', 'config', 'errors', 'observability', 'resilience', 'shutdown', 'concurrency', 'distributed'],
  ['http', 'routing', 'serialization', 'validation', 'middleware', 'security'],
  ['database'],
  ['auth', 'access', 'caching', 'search', 'storage'],
  ['jobs', 'email', 'webhooks', 'realtime', 'events', 'streams'],
  ['client', 'crud', 'openapi', 'graphql', 'rpc', 'gateway'],
  ['app', 'cli', 'testing'],
]

const source = import.meta.dirname
const files = globSync('**/*.ts', {
  cwd: source,
  exclude: ['**/*.test.ts', '**/template/**', '**/fixtures/**'],
})
const floorOf = (folder: string) => FLOORS.findIndex((folders) => folders.includes(folder))

test('every folder of the framework has a floor', () => {
  const folders = new Set(
    files.map((file) => file.split('/')[0] as string).filter((name) => !name.endsWith('.ts')),
  )
  expect([...folders].filter((folder) => floorOf(folder) === -1)).toEqual([])
})

test('a file imports only from its own floor or a lower one', () => {
  const climbing = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => floorOf(topFolder(target)) > floorOf(topFolder(file)) && topFolder(file) !== '')
      .map((target) => `${file} -> ${target}`),
  )
  expect(climbing).toEqual([])
})

test('the imports are found at all', () => {
  expect(files.flatMap((file) => importsOf(file)).length).toBeGreaterThan(100)
})

test('files do not import one another in a circle', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file, { values: true })]))
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (path.includes(file) || done.has(file)) return
    for (const target of graph.get(file) ?? []) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

test('the client imports nothing but itself, so that it runs wherever there is `fetch`', () => {
  const own = files.filter((file) => topFolder(file) === 'client')
  const imports = own.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(IMPORT)].filter(
      ([, isType]) => isType === undefined,
    ),
  )
  expect(imports.length).toBeGreaterThan(0)
  expect(imports.map(([, , specifier]) => specifier).filter((name) => !name?.startsWith('./'))).toEqual([])
})

/** An import or export from somewhere: whether of types alone, and the specifier. */
const IMPORT = /^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?'([^']+)'/gm

test.each([
  ['typebox', ['typebox.ts']],
  ['node:http', []],
  ['node:http2', ['http/http2.ts', 'http/tls.ts']],
])('%s, which makes a start slower, is loaded where it has to be: %j', (name, allowed) => {
  const imports = new RegExp(`^(?:import|export)\\s+(?!type\\s)[^'"]*?from\\s+'${name}(?:/[^']*)?'`, 'm')
  const running = files.filter((file) => imports.test(readFileSync(join(source, file), 'utf8')))
  expect(running.toSorted()).toEqual(allowed)
})

/** What a file imports from this package, as paths from its source folder. Types cost nothing at run time. */
function importsOf(file: string, { values = false } = {}): string[] {
  const text = readFileSync(join(source, file), 'utf8')
  return [...text.matchAll(IMPORT)]
    .filter(([, , specifier]) => specifier?.startsWith('.'))
    .filter(([, isType]) => !values || isType === undefined)
    .map(([, , specifier]) => relative(source, join(source, dirname(file), specifier as string)))
}

function topFolder(file: string): string {
  return file.includes('/') ? (file.split('/')[0] as string) : ''
}
