import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import type { Page } from '../../target/target.ts'
import { across, failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { sameContent, STATUS, statusLine } from '../../wire/answer.ts'
import { addressOf } from './second-address.ts'

const MOST_PAGES = 4
/** What no name ends or begins with. */
const MORE = 'qx'

export const catchAll = check({
  id: 'routing/catch-all',
  claim:
    'What is below a prefix begins with a slash: an address that only begins like another is not taken for it.',
  severity: 'should',
  source: rfc(3986, '3.3'),
  mend: {
    general:
      'Compare segments, not letters: a prefix ends at a slash or at the end of the path. A guard or a cache that compares the other way round misses the second address.',
    stacks: {
      Django: "re_path(r'^labels/$', …): with the $ at the end; or path('labels/', …)",
      nginx: 'location /labels/ { … } and location = /labels { … }, instead of location /labels { … }',
      'Go net/http': 'mux.Handle("/labels/", …), and no strings.HasPrefix(path, "/labels")',
      Caddy: 'handle /labels /labels/*, instead of handle /labels*',
    },
  },
  run: ({ send, target }) =>
    across(places(target.pages), 'No page has a name in its address.', async ({ page, longer, other }) => {
      const { as } = page
      const shown = await send({ path: page.path, as })
      if (shown.answer.status !== 200)
        return inconclusive(`${page.path} is ${statusLine(shown.answer)} by now.`)
      const exchange = await send({ path: longer, as })
      if (exchange.answer.status >= 300) return passed()
      if (!sameContent(exchange.answer, shown.answer))
        return inconclusive(`${longer} is ${statusLine(exchange.answer)} with content of its own.`)
      // Where any name is taken, it is a parameter, or a page that is shown everywhere.
      const beside = await send({ path: other, as })
      if (beside.answer.status < 400)
        return inconclusive(`${other} is ${statusLine(beside.answer)}: any name may stand there.`)
      return failed(`${longer} shows the same as ${page.path}, which it only begins like.`, [
        { exchange, mark: markIn(exchange, 'sent', longer) },
        { exchange: shown, mark: markIn(shown, 'received', STATUS) },
      ])
    }),
  flaw: flawed((request, _response, pass) => {
    request.url = (request.url ?? '/').replace(/^\/books[^/?]*/, '/books')
    pass()
  }),
})

interface Place {
  readonly page: Page
  /** Its address with more letters behind one of its names, and before it. */
  readonly longer: string
  readonly other: string
}

/** Each name in the addresses of a few pages. What has digits may be an id with words behind it. */
function places(pages: readonly Page[]): Place[] {
  return pages
    .filter((page) => /[^/]/.test(addressOf(page).path))
    .slice(0, MOST_PAGES)
    .flatMap((page) => {
      const { path, query } = addressOf(page)
      const segments = path.split('/')
      const template = page.operation?.path.split('/')
      const respelt = (at: number, name: string) => segments.with(at, name).join('/') + query
      return segments.flatMap((name, at): Place[] =>
        /^[a-z][a-z_-]+$/i.test(name) && template?.[at]?.includes('{') !== true
          ? [{ page, longer: respelt(at, name + MORE), other: respelt(at, MORE + name) }]
          : [],
      )
    })
}
