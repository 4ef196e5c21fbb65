import { expect, test } from 'vitest'
import { findSymbol } from './symbols.ts'

const source = `import { Router, use } from './other.ts'
use(Router)

export interface Options<T> {
  readonly depth: number
  'quoted-name'?: string
}
export default async function start() {
  const inner = 1
}
export class Pool {
  #size = 1
  static async open(url: string) {}
  close(): void {}
}
export const close = () => {}
const table = { close, later: 1 }
export { table as rows }
if (table) {
  called(table)
}
`

test.each([
  ['Options', 4],
  ['Options.depth', 5],
  ['start', 8],
  ['inner', 9],
  ['Pool', 11],
  ['Pool.open', 13],
  ['Pool.close', 14],
  ['close', 16],
  ['table', 17],
  ['rows', 18],
  ['Router', undefined],
  ['use', undefined],
  ['called', undefined],
  ['Pool.nothing', undefined],
  ['Poo', undefined],
])('%s is declared on line %s', (symbol, line) => {
  expect(findSymbol(source, symbol, 'a.ts')).toBe(line)
})

test('in other languages the first line with the word counts', () => {
  expect(findSymbol('create table a (\n  email text\n)', 'email', 'a.sql')).toBe(2)
  expect(findSymbol('create table a (\n  e_mail text\n)', 'mail', 'a.sql')).toBe(undefined)
})
