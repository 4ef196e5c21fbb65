// Which test shows which requirement, read from the names of the tests. Convention: the title of a `test`, `it` or
// `describe`, or the string that names a row or a group of a table, ends with ids in brackets: `… [9110-5.1-1]`.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Proof {
  readonly ids: readonly string[]
  /** The path of the test's file, from the root of the repository. */
  readonly file: string
  readonly line: number
  /** The name without its ids, behind the titles of the groups that it is in. */
  readonly name: string
}

/** The tests of the framework, where tests that show requirements may be. */
const TESTS = 'packages/principia/src/**/*.test.ts'

/** All named tests of the framework that show a requirement. */
export function collectProofs(root: string): Proof[] {
  return globSync(TESTS, { cwd: root })
    .toSorted()
    .flatMap((file) => proofsIn(file, readFileSync(join(root, file), 'utf8')))
}

const ID = String.raw`\d{4}-[\d.]+-\d+`
const NAMED = new RegExp(String.raw`(['"\`])((?:\\.|(?!\1).)*?) \[(${ID}(?:, ${ID})*)\]\1`, 'g')
const GROUP = /^( *)describe\b.*\(\s*(['"`])((?:\\.|(?!\2).)*)\2,/

/** Groups are found by their indentation, which the formatter keeps. */
export function proofsIn(file: string, source: string): Proof[] {
  const lines = source.split('\n')
  const proofs: Proof[] = []
  const open: { indent: number; title: string }[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trimStart().startsWith('//') || line.trimStart().startsWith('*')) continue
    const indent = line.length - line.trimStart().length
    while (line.trim() !== '' && (open.at(-1)?.indent ?? -1) >= indent) open.pop()
    const groups = open.map(({ title }) => title)
    for (const [, , name = '', ids = ''] of line.matchAll(NAMED)) {
      proofs.push({
        ids: ids.split(', '),
        file,
        line: index + 1,
        name: [...groups, unescape(name)].join(' › '),
      })
    }
    const [, spaces, , title] = GROUP.exec(line) ?? []
    if (spaces !== undefined && title !== undefined) open.push({ indent, title: withoutIds(unescape(title)) })
  }
  return proofs
}

/** Whatever looks like an id in a test's file and is not at the end of a name: a slip, since it would show nothing. */
export function strayIds(root: string): string[] {
  return globSync(TESTS, { cwd: root }).flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8')
    const all = source.match(new RegExp(String.raw`\b911[0-4]-[\d.]+-\d+\b`, 'g')) ?? []
    const found = proofsIn(file, source).flatMap(({ ids }) => ids)
    return all.length === found.length
      ? []
      : [`${file}: ${all.length} ids, ${found.length} at the end of a name`]
  })
}

function withoutIds(title: string): string {
  return title.replace(new RegExp(String.raw` \[${ID}(?:, ${ID})*\]$`), '')
}

function unescape(literal: string): string {
  return literal.replaceAll(/\\(['"`\\])/g, '$1')
}
