import { cell, slug, table } from '../markdown.ts'
import type { Proof } from './collect.ts'
import type { Requirement, Section, Specification } from './requirement.ts'

/** Tests that one row names at most: the first of each file, or it would be too long to read. */
const NAMED = 3

/** The page docs/conformance.md. */
export function conformancePage(specifications: readonly Specification[], proofs: readonly Proof[]): string {
  const shownBy = new Map<string, Proof[]>()
  for (const proof of proofs) {
    for (const id of proof.ids) shownBy.set(id, [...(shownBy.get(id) ?? []), proof])
  }
  return `${[INTRODUCTION, counts(specifications, shownBy), ...unmet(specifications), ...specifications.flatMap((one) => chapter(one, shownBy))].join('\n\n')}\n`
}

/** What keeps the page from being true: ids nobody knows, requirements without a test or a reason, both at once. */
export function mistakesOf(specifications: readonly Specification[], proofs: readonly Proof[]): string[] {
  const requirements = specifications.flatMap(({ rfc, sections }) =>
    sections.flatMap((section) =>
      section.requirements.map((one) => ({ ...one, rfc, section: section.section })),
    ),
  )
  const known = new Set<string>()
  const shown = new Set(proofs.flatMap(({ ids }) => ids))
  const mistakes = requirements.flatMap(({ id, rfc, section, notApplicable, notMet }) => {
    const reasons = [notApplicable, notMet].filter((reason) => reason !== undefined).length
    const own: string[] = []
    if (known.has(id)) own.push(`${id} is there twice.`)
    known.add(id)
    if (!/^[.-]/.test(id.replace(`${rfc}-${section}`, '')))
      own.push(`${id} is in section ${section} of RFC ${rfc}.`)
    if (reasons > 1) own.push(`${id} gives two reasons.`)
    if (!shown.has(id) && reasons === 0) own.push(`${id} is shown by no test and gives no reason.`)
    if (shown.has(id) && reasons > 0) own.push(`${id} is shown by a test and gives a reason why not.`)
    return own
  })
  const unknown = proofs.flatMap(({ ids, file, line }) =>
    ids.filter((id) => !known.has(id)).map((id) => `${file}:${line} shows ${id}, which nobody knows.`),
  )
  return [...mistakes, ...unknown]
}

const INTRODUCTION = `# Conformance

What the specifications of HTTP ask of an origin server, and the test that shows that the framework does it. Only what binds an
origin server is listed: MUST, MUST NOT, SHOULD and SHOULD NOT (with RECOMMENDED as SHOULD), each in words of our own, so the text of
the RFC is what counts. Requirements on clients, proxies, caches and authors of specifications are left out; each part says which
sections that leaves without a row.

This page is written by \`node scripts/run.mjs conformance\` from \`docs/conformance/\` and from the names of the tests, which end with the ids of
what they show. A test fails when the page is older than they are, when a name has an id that is not listed, and when a requirement
has neither a test nor a reason.`

function counts(specifications: readonly Specification[], shownBy: ReadonlyMap<string, Proof[]>): string {
  const rows = specifications.map(({ rfc, title, scope, sections }) => {
    const all = sections.flatMap(({ requirements }) => requirements)
    return [
      `[RFC ${rfc}](#rfc-${rfc}-${slug(title)}), ${title}${scope === 'selection' ? ' (a selection)' : ''}`,
      all.length,
      all.filter(({ id }) => shownBy.has(id)).length,
      all.filter(({ notApplicable }) => notApplicable !== undefined).length,
      all.filter((one) => one.notMet !== undefined).length,
    ] as const
  })
  const total = (column: 1 | 2 | 3 | 4) => rows.reduce((sum, row) => sum + row[column], 0)
  return table(
    ['', 'requirements', 'shown by tests', 'not applicable', 'not met'],
    [...rows, ['together', total(1), total(2), total(3), total(4)]],
  )
}

function unmet(specifications: readonly Specification[]): string[] {
  const missing = specifications.flatMap(({ sections }) =>
    sections.flatMap(({ requirements }) => requirements.filter((one) => one.notMet !== undefined)),
  )
  if (missing.length === 0) return []
  const rows = missing.map(({ id, level, text, notMet: why }) => [id, level, text, why ?? ''])
  return ['## What is not met', table(['id', 'level', 'an origin server …', 'but'], rows)]
}

function chapter(
  { rfc, title, leftOut, sections }: Specification,
  shownBy: ReadonlyMap<string, Proof[]>,
): string[] {
  return [
    `## RFC ${rfc}: ${title}`,
    'Without a row:',
    leftOut.map(([names, why]) => `- ${names}: ${why}`).join('\n'),
    ...sections.flatMap((section) => sectionTable(rfc, section, shownBy)),
  ]
}

function sectionTable(
  rfc: number,
  { section, title, requirements }: Section,
  shownBy: ReadonlyMap<string, Proof[]>,
) {
  const source = `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}`
  const rows = requirements.map((one) => [one.id, one.level, one.text, shows(one, shownBy.get(one.id) ?? [])])
  return [
    `### [${section}](${source}) ${title}`,
    table(['id', 'level', 'an origin server …', 'shown by'], rows),
  ]
}

function shows({ notApplicable, notMet: missing }: Requirement, proofs: readonly Proof[]): string {
  if (missing !== undefined) return `**not met:** ${missing}`
  if (notApplicable !== undefined) return `*not applicable:* ${notApplicable}`
  const byFile = proofs.filter(({ file }, index) => proofs.findIndex((one) => one.file === file) === index)
  return byFile
    .slice(0, NAMED)
    .map(({ file, name }) => `[${cell(name)}](../${file})`)
    .join('<br>')
}
