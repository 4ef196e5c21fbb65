// Keeps the guide true: its programs type-check and print what it says, its links lead somewhere, and its table of
// settings is that of the schemas that check them. The fences follow `book/README.md`.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test, vi } from 'vitest'
import { compileMarkdown } from '../apps/web/book/markdown.ts'
import { examplesOf, readChapter, strayOutputs } from '../book/verify/chapter.ts'
import { openWorkshop } from '../book/verify/workshop.ts'
import { standardSettings } from '../packages/principia/src/app/settings.ts'
import { databaseSettings } from '../packages/principia/src/database/settings.ts'
import { emailSettings } from '../packages/principia/src/email/settings.ts'

const folder = dirname(fileURLToPath(import.meta.url))
const source = readChapter(readFileSync(join(folder, 'guide.md'), 'utf8'))
const examples = examplesOf('guide', source)
const workshop = openWorkshop(examples)
afterAll(() => workshop.close())
// The programs take turns; each hangs long before its test gives up on it.
vi.setConfig({ testTimeout: 300_000 })

test('the programs type-check', async () => {
  expect(await workshop.typeErrors('guide')).toEqual([])
})

test('every program says what it prints, and every output has a program', () => {
  expect(examples.filter(({ output }) => output === undefined).map(({ line }) => line)).toEqual([])
  expect(strayOutputs(source)).toEqual([])
})

test.each(examples)('the program at line $line prints what it says', async (example) => {
  const { stdout, stderr, code } = await workshop.outcome(example)
  expect({ stdout: stdout.trimEnd(), stderr: stderr.trimEnd(), code }).toEqual({
    stdout: example.output?.trimEnd(),
    stderr: '',
    code: 0,
  })
})

test('the table of settings is that of the framework', () => {
  const table = source.sections.find(({ heading }) => heading === 'Settings and secrets')?.prose ?? []
  const settings = {
    ...standardSettings.schema.properties,
    ...databaseSettings.schema.properties,
    ...emailSettings.schema.properties,
  }
  const rows = Object.entries(settings).map(([name, schema]) => toRow(name, schema))
  expect(table.filter((line) => line.startsWith('| `'))).toEqual(rows)
})

test('its links lead somewhere', () => {
  const { problems, links, toc } = compileMarkdown(source.body, '', {
    root: dirname(folder),
    folder: 'docs',
    isConcept: () => false,
    onSource() {},
  })
  const headings = new Set(toc.map(({ id }) => `#${id}`))
  expect(problems).toEqual([])
  expect(
    links.filter((link) => link.kind === 'anchor' && !headings.has(link.href)),
    'links to headings that do not exist',
  ).toEqual([])
})

/** A setting as a row of the guide's table: what its schema says, and nothing else. */
function toRow(name: string, schema: object): string {
  const { default: value, description, ...rules }: Setting = schema
  const cells = [`\`${name}\``, value === undefined ? '' : `\`${value}\``, valuesOf(rules), description ?? '']
  return `| ${cells.join(' | ')} |`
}

interface Setting extends Values {
  readonly default?: unknown
  readonly description?: string
}

interface Values {
  readonly type?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly anyOf?: readonly { readonly const?: unknown }[]
}

function valuesOf({ type, minimum, maximum, anyOf }: Values): string {
  if (anyOf !== undefined) return anyOf.map(({ const: value }) => `\`${String(value)}\``).join(', ')
  if (type === 'boolean') return '`true`, `false`'
  return type === 'integer' ? `${minimum} to ${maximum}` : 'text'
}
