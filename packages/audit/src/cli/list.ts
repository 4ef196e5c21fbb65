import { conceptOf, type Check, type Need } from '../check.ts'
import { wrap } from '../reports/wrap.ts'

/** What `--list` prints: the checks by concept. */
export function list(checks: readonly Check[]): string {
  const longest = Math.max(...checks.map(({ id }) => id.length))
  const groups = Map.groupBy(checks, conceptOf)
  const parts = [...groups].map(([concept, group]) =>
    [
      `${concept} (${group.length})`,
      ...group.map(({ id, severity, claim }) => `  ${id.padEnd(longest)}  ${severity.padEnd(6)}  ${claim}`),
    ].join('\n'),
  )
  return `${parts.join('\n\n')}\n`
}

/** What a check cannot do without, as `needs …`. */
export const NEEDS: Readonly<Record<Need, string>> = {
  write: 'a target that may be changed',
  description: 'an OpenAPI document',
  resource: 'a collection to make items in',
  user: 'somebody to sign in as',
  'two-users': 'two people to sign in as',
  process: 'a target that it may start and end (--start)',
  https: 'a target over https',
}

/** What `--explain` prints. */
export function explain(check: Check): string {
  const { id, claim, severity, source, mend, needs = [] } = check
  const rows: [string, string][] = [
    ['severity', severity],
    ...[source].flat().map(({ title, url }): [string, string] => ['source', `${title}, ${url}`]),
    ...(needs.length === 0
      ? []
      : [['needs', needs.map((need) => NEEDS[need]).join('; ')] as [string, string]]),
    ['mend', mend.general],
    ...Object.entries(mend.stacks ?? {}),
    ['chapter', `book/${conceptOf(check)}.md`],
  ]
  const longest = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.flatMap(([name, words]) =>
    wrap(words, 78 - longest).map((line, index) => `${(index === 0 ? name : '').padEnd(longest)}  ${line}`),
  )
  return `${[id, ...wrap(claim, 80), '', ...lines].join('\n')}\n`
}
