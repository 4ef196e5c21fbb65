import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import type { Page } from '../../target/target.ts'
import { across, failed, passed } from '../../verdict.ts'
import { databaseIn } from '../errors/texts.ts'

const MOST_PAGES = 10
const MOST_PARAMETERS = 6

export const sqlError = check({
  id: 'security/sql-error',
  claim: 'A quote in a parameter never becomes part of SQL.',
  severity: 'must',
  source: text(
    'OWASP SQL Injection Prevention Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html',
  ),
  mend: {
    general:
      'Give values to the database as parameters, never as part of the text; allow sort keys from a list.',
    stacks: {
      'node-postgres': "client.query('SELECT * FROM books WHERE title = $1', [title])",
      Django: 'Model.objects.filter(title=title), and cursor.execute(sql, [title]) with placeholders',
      'Spring Boot': 'JdbcTemplate with ?, or named parameters in @Query',
      'Go database/sql': 'db.Query("SELECT * FROM books WHERE title = $1", title)',
      PHP: '$statement = $pdo->prepare(…); $statement->execute([$title]);',
    },
  },
  async run({ target, send }) {
    const places = target.pages
      .slice(0, MOST_PAGES)
      .flatMap((page) => pathsOf(page).map((path) => ({ page, path })))
    return across(
      places,
      'No page with parameters is known; give a description with --openapi.',
      async ({ page, path }) => {
        const seen = await send({ path, as: page.as })
        const leak = databaseIn(seen.answer)
        if (leak === undefined || databaseIn(page.seen.answer) !== undefined) return passed()
        return failed(
          `GET ${path} is answered with what the database said: ${leak.text.slice(0, 120)}`,
          seen,
          leak.text,
        )
      },
    )
  },
  flaw: flawed((request, response, pass) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const quoted = [...url.searchParams].find(([, value]) => value.includes("'"))
    if (quoted === undefined) return pass()
    response.writeHead(500, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: `unterminated quoted string at or near "'${quoted[1]}"` }))
  }),
})

/** The page with a quote in each of its parameters, one after the other, and in the id at its end. */
function pathsOf({ path, operation }: Page): string[] {
  const [bare = '', query = ''] = path.split('?')
  const described = operation?.parameters.filter((each) => each.in === 'query').map(({ name }) => name) ?? []
  const names = new Set([...new URLSearchParams(query).keys(), ...described])
  const paths = [...names].slice(0, MOST_PARAMETERS).map((name) => `${bare}?${encodeURIComponent(name)}=1'`)
  return /\/\d+$/.test(bare) ? [...paths, `${bare}'`] : paths
}
