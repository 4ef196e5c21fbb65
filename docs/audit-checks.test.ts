// Keeps docs/audit-checks.md what the checks and the matrix make of it.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { findingsOverHttps } from '../packages/audit/matrix/findings-https.ts'
import { findings } from '../packages/audit/matrix/findings.ts'
import { conceptOf } from '../packages/audit/src/check.ts'
import { checks } from '../packages/audit/src/checks/index.ts'
import { readConcepts } from './audit-checks/concepts.ts'
import { auditChecksPage } from './audit-checks/page.ts'

const root = dirname(import.meta.dirname)
const concepts = readConcepts(root)
const page = auditChecksPage(concepts, checks)

test('the page is the one that `npm run audit-docs` writes', () => {
  expect(
    readFileSync(join(root, 'docs/audit-checks.md'), 'utf8') === page,
    'write it with that command',
  ).toBe(true)
})

test('every check is of a concept of the curriculum, and has one row in each part', () => {
  const known = new Set(concepts.map(({ id }) => id))
  expect(checks.filter((check) => !known.has(conceptOf(check))).map(({ id }) => id)).toEqual([])
  const rows = (begin: string) => page.split(`\n| ${begin} | `).length - 1
  for (const { id } of checks) {
    expect(rows(`[${id}](../packages/audit/src/checks/${id}.ts)`), id).toBe(1)
    expect(rows(`\`${id}\``), id).toBeGreaterThan(0)
  }
})

test('its links lead to files', () => {
  const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link)
  const files = new Set(links.filter((link) => !/^https?:/.test(link)))
  expect([...files].filter((file) => !existsSync(join(root, 'docs', file)))).toEqual([])
})

test('only findings of checks that there are need to be explained', () => {
  const ids = new Set<string>(checks.map(({ id }) => id))
  const explained = [findings, findingsOverHttps].flatMap((each) => Object.values(each).flatMap(Object.keys))
  expect(explained.filter((id) => !ids.has(id))).toEqual([])
})
