import { readFileSync } from 'node:fs'
import type { Report, Score } from '@principia/audit'
import type { App } from './apps.ts'

export type Severity = Report['results'][number]['severity']

export interface Finding {
  readonly check: string
  readonly severity: Severity
  readonly says: string
}

/** What the audit of one app came to. */
export interface Audited {
  readonly name: string
  /** By package. */
  readonly versions: Readonly<Record<string, string>>
  readonly score: Score
  readonly concepts: readonly ({ readonly concept: string } & Score)[]
  readonly findings: readonly Finding[]
}

/** `bench/results/audit.json`. */
export interface Result {
  readonly node: string
  readonly scoring: number
  readonly checks: number
  readonly apps: readonly Audited[]
}

export const RESULT_FILE = new URL('../results/audit.json', import.meta.url)
export const DOCUMENT_FILE = new URL('../../docs/audit-comparison.md', import.meta.url)

export function toResult(audited: readonly { readonly app: App; readonly report: Report }[]): Result {
  return {
    node: process.version,
    scoring: audited[0]?.report.scoring ?? 0,
    checks: audited[0]?.report.results.length ?? 0,
    apps: audited.map(({ app, report }) => ({
      name: app.name,
      versions: Object.fromEntries(app.packages.map((name) => [name, versionOf(name)])),
      score: report.score,
      concepts: report.concepts,
      findings: report.results
        .filter(({ outcome }) => outcome === 'failed')
        .map(({ id, severity, says = '' }) => ({ check: id, severity, says: withoutChance(says) })),
    })),
  }
}

/** What differs from run to run without meaning anything is left out. */
function withoutChance(says: string): string {
  return says
    .replaceAll(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi, '{id}')
    .replaceAll(/(?:W\/)?"(?:[\da-f]+-)?[\w+/-]{27}=?"|"[\da-f]{40}"/g, '{tag}')
}

function versionOf(name: string): string {
  const folder = name === 'principia' ? '../../packages/principia' : `../node_modules/${name}`
  const file = new URL(`${folder}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
