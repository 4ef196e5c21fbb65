import { check } from '../../check.ts'
import { across, failed, passed } from '../../verdict.ts'
import { answering } from '../../flaws/answering.ts'
import { decoded } from '../http/coding.ts'
import { essence, short } from '../http/field-syntax.ts'
import { MEND_CSV } from './mends.ts'
import { text } from '../../source.ts'

export const formulaCells = check({
  id: 'serialization/formula-cells',
  claim: 'Text that begins like a formula is none in the CSV.',
  severity: 'should',
  source: text('OWASP CSV Injection', 'https://owasp.org/www-community/attacks/CSV_Injection'),
  mend: MEND_CSV,
  run({ target }) {
    const tables = target.pages.filter(
      ({ seen }) => essence(seen.answer.headers.get('content-type')) === 'text/csv',
    )
    return Promise.resolve(
      across(tables, 'No address is known that answers with CSV.', ({ path, seen }) => {
        // Numbers with a sign are numbers.
        const cell = /(?:^|[,;\t])"?([=@][^",;\r\n]*|[+-](?![\d.,]+(?:[",;\r\n]|$))[^",;\r\n]+)/m.exec(
          (decoded(seen.answer) ?? Buffer.alloc(0)).toString(),
        )?.[1]
        if (cell === undefined) return passed()
        return failed(
          `${path} has the cell ${short(cell, 60)}, which a spreadsheet runs as a formula.`,
          seen,
          cell,
        )
      }),
    )
  },
  flaw: table('=cmd|calc!A1'),
  sound: table("'=cmd|calc!A1"),
})

function table(cell: string) {
  return answering(
    ({ url }, response) => {
      const status = url === '/table.csv' ? 200 : 404
      response
        .writeHead(status, { 'content-type': 'text/csv; charset=utf-8' })
        .end(`name,amount\r\n${cell},-5\r\n`)
    },
    { pages: ['/table.csv'] },
  )
}
