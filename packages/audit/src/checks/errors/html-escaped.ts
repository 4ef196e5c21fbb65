import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'

export const htmlEscaped = check({
  id: 'errors/html-escaped',
  claim: 'What a request says does not come back as markup.',
  severity: 'must',
  source: text(
    'OWASP Cross Site Scripting Prevention Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
  ),
  mend: {
    general:
      'Let a template escape what goes into HTML, also in pages about failures, or answer failures as JSON with nosniff.',
    stacks: {
      Express: 'Never response.send(`Cannot find ${request.path}`): that is HTML.',
      PHP: 'htmlspecialchars($value, ENT_QUOTES)',
      'Go net/http': 'html/template instead of text/template or fmt.Fprintf',
      Django: 'Leave out |safe and mark_safe.',
    },
  },
  async run({ target, send, random }) {
    const word = random.word(8)
    const markup = `<svg/onload=${word}>`
    // As a browser sends it, so that a link is enough.
    const coded = encodeURIComponent(markup)
    const pages = target.pages.filter(({ as }) => as === undefined).slice(0, 5)
    const paths = [
      `${target.base}/${coded}`,
      `${target.missing()}?q=${coded}`,
      ...pages.map(
        ({ path }) => `${path}${path.includes('?') ? '&' : '?'}q=${coded}&search=${coded}&error=${coded}`,
      ),
    ]
    return across(paths, 'Nothing was tried.', async (path) => {
      const seen = await send({ path, headers: { accept: 'text/html,*/*;q=0.5' } })
      if (!isShownAsPage(seen.answer) || !seen.answer.body.includes(markup)) return passed()
      return failed(`GET ${path} gives back ${markup} as it was, in a page: it would run.`, seen, markup)
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/^\/[%a-z0-9]/i.test(request.url ?? '') || !/%3C/.test(request.url ?? '')) return pass()
    response.writeHead(404, { 'content-type': 'text/html' })
    response.end(`<h1>Nothing at ${decodeURIComponent(request.url ?? '')}</h1>`)
  }),
})

/** HTML, or what a browser takes for it since nothing else is said. */
function isShownAsPage({ headers }: Answer): boolean {
  const type = headers.get('content-type')
  return type === undefined
    ? headers.get('x-content-type-options') === undefined
    : /^\s*(?:text\/html|application\/xhtml\+xml|image\/svg\+xml)\b/i.test(type)
}
