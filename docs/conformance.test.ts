// Keeps docs/conformance.md what the requirements and the names of the tests make of it.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { collectProofs, proofsIn, strayIds } from './conformance/collect.ts'
import { conformancePage, mistakesOf } from './conformance/page.ts'
import type { Specification } from './conformance/requirement.ts'
import { specifications } from './conformance/specifications.ts'

const root = dirname(import.meta.dirname)
const proofs = collectProofs(root)

test('every requirement is shown by a test or says why not, and every id in a name is one', () => {
  expect(mistakesOf(specifications, proofs)).toEqual([])
  expect(strayIds(root)).toEqual([])
})

test('the page is the one that `node scripts/run.mjs conformance` writes', () => {
  const page = readFileSync(join(root, 'docs/conformance.md'), 'utf8')
  expect(page).toBe(conformancePage(specifications, proofs))
})

test('its links lead to files', () => {
  const links = [...conformancePage(specifications, proofs).matchAll(/\]\(([^)#]+)\)/g)].map(
    ([, link = '']) => link,
  )
  const files = new Set(links.filter((link) => !link.startsWith('https:')))
  expect(files.size).toBeGreaterThan(10)
  expect([...files].filter((file) => !existsSync(join(root, 'docs', file)))).toEqual([])
})

test('a test that shows something is never left out of a run', () => {
  const skipped = proofs.filter(({ file, line }) =>
    /\.(?:skip|todo|fails|only)\b/.test(readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? ''),
  )
  expect(skipped).toEqual([])
})

test('names are found in tests, tables and groups, whatever quotes they have', () => {
  const source = [
    "describe('a group [9110-1.1-1]', () => {",
    '  it("isn\'t [9110-1.1-2, 9110-1.2-1]", () => {})',
    '  // it("[9110-9-9]")',
    "  describe.each([1])('an inner \\'one\\' %i', () => {",
    '    test.each([',
    "      ['a row [9112-3-1]', 1],",
    "    ])('%s', () => {})",
    '  })',
    '})',
    "row('alone [9110-2-1]', 400)",
  ].join('\n')
  expect(proofsIn('a.test.ts', source).map(({ ids, name, line }) => [line, name, ...ids])).toEqual([
    [1, 'a group', '9110-1.1-1'],
    [2, "a group › isn't", '9110-1.1-2', '9110-1.2-1'],
    [6, "a group › an inner 'one' %i › a row", '9112-3-1'],
    [10, 'alone', '9110-2-1'],
  ])
})

test('what is wrong with a list of requirements is told', () => {
  const rule = { level: 'MUST', text: 'does it.' } as const
  const specification: Specification = {
    rfc: 9110,
    title: 'Semantics',
    scope: 'all',
    leftOut: [],
    sections: [
      {
        section: '5.1',
        title: 'Names',
        requirements: [
          { id: '9110-5.1-1', ...rule },
          { id: '9110-5.1-1', ...rule, notApplicable: 'never', notMet: 'alas' },
          { id: '9110-6.1-1', ...rule, notMet: 'alas' },
        ],
      },
    ],
  }
  const proof = { file: 'a.test.ts', line: 3, name: 'a' }
  expect(mistakesOf([specification], [{ ...proof, ids: ['9110-6.1-1', '9110-7-1'] }])).toEqual([
    '9110-5.1-1 is shown by no test and gives no reason.',
    '9110-5.1-1 is there twice.',
    '9110-5.1-1 gives two reasons.',
    '9110-6.1-1 is in section 5.1 of RFC 9110.',
    '9110-6.1-1 is shown by a test and gives a reason why not.',
    'a.test.ts:3 shows 9110-7-1, which nobody knows.',
  ])
})
