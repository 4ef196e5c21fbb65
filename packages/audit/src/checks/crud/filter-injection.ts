import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { isObject } from '../../target/openapi/document.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossLists, ask } from './list.ts'
import { isFault, STATUS } from './seen.ts'

/** What means something in SQL, in patterns, in JSON or in a shell. */
const VALUES = [
  "'",
  '"',
  "' or '1'='1",
  '%',
  '_',
  '\\',
  '(',
  '[',
  '.*',
  '{"$gt":""}',
  '\u{1f600}',
  'a'.repeat(2000),
]

export const filterInjection = check({
  id: 'crud/filter-injection',
  claim: 'No text in a filter is a fault of the server.',
  severity: 'should',
  source: text('CWE-89', 'https://cwe.mitre.org/data/definitions/89.html'),
  mend: {
    general:
      'Give texts to the database as parameters of a statement, never as a part of it, and escape what means something in patterns (% _ in LIKE, all of it in regular expressions). A 500 for a quote shows where the text ends and your statement begins.',
    stacks: {
      'Node.js': "db.query('… where name = $1', [name])",
      Python: 'cursor.execute("… where name = %s", (name,))',
      Java: 'PreparedStatement with setString, or :name in JPA',
      Rails: 'where("name like ?", "%#{sanitize_sql_like(text)}%")',
      MongoDB: 'take texts only: String(req.query.name), so that no operator comes in',
    },
  },
  needs: ['description'],
  run: (inspection) =>
    acrossLists(inspection, (list) => {
      const { description } = inspection.target
      const names = (list.operation?.parameters ?? [])
        .filter(({ in: place, schema }) => {
          const resolved = description?.resolve(schema)
          return place === 'query' && isObject(resolved) && [resolved['type']].flat().includes('string')
        })
        .map(({ name }) => name)
      const asked = names.slice(0, 6).flatMap((name) => VALUES.map((value) => ({ name, value })))
      return across(
        asked,
        `${list.path} is not described to have a filter that is a text.`,
        async ({ name, value }) => {
          const { answered } = await ask(inspection, list, { [name]: value })
          if (!isFault(answered)) return passed()
          return failed(
            `GET ${list.path} with ${name}=${value.slice(0, 20)} was answered with ${statusLine(answered.answer)}.`,
            answered,
            STATUS,
          )
        },
      )
    }),
  flaw: store({ breaksAtQuote: true }),
})
