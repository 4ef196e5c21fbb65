import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import type { Target } from '../../target/target.ts'
import { across, failed, passed } from '../../verdict.ts'

const PARAMETERS = [
  'next',
  'url',
  'redirect',
  'redirect_uri',
  'redirect_url',
  'redirectUrl',
  'return',
  'returnTo',
  'return_to',
  'returnUrl',
  'continue',
  'dest',
  'destination',
  'target',
  'to',
  'r',
  'u',
  'goto',
  'back',
  'forward',
  'service',
  'callback',
] as const
const USUAL = ['login', 'signin', 'sign-in', 'redirect', 'auth/login', 'out', 'go'] as const
const MOST_PAGES = 6

export const openRedirect = check({
  id: 'security/open-redirect',
  claim: 'Nobody is sent to another site because the address says so.',
  severity: 'must',
  source: text(
    'OWASP Unvalidated Redirects and Forwards Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html',
  ),
  mend: {
    general:
      'Redirect to paths of your own only: resolve what was given against your origin, and compare the origin that comes out. Leading slashes and backslashes are not enough to tell.',
    stacks: {
      'node:http': "new URL(next, 'https://shop.example').origin === 'https://shop.example'",
      Django: 'url_has_allowed_host_and_scheme(next, allowed_hosts={request.get_host()})',
      Rails: 'redirect_to params[:next], allow_other_host: false',
      'ASP.NET Core': 'LocalRedirect(returnUrl)',
    },
  },
  async run({ target, send, random }) {
    const host = `${random.word(8)}.example`
    const ways = [`https://${host}/`, `//${host}/`, `/\\${host}/`, `/%09/${host}/`]
    return across(addressesOf(target), 'Nothing was tried.', async (path) => {
      for (const way of ways) {
        const query = PARAMETERS.map((name) => `${name}=${encodeURIComponent(way)}`).join('&')
        const seen = await send({ path: `${path}?${query}` })
        const { status, headers } = seen.answer
        // Where it does not redirect at all the other ways lead nowhere either.
        if (status < 300 || status === 404 || status === 405) return passed()
        const location = headers.get('location')
        const leadsTo = location === undefined ? null : URL.parse(location, new URL(path, target.origin))
        if (leadsTo?.hostname === host)
          return failed(
            `GET ${path} with a parameter of "${way}" redirects to ${location?.slice(0, 120)}.`,
            seen,
            /^location:[^\r\n]*/im,
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const next = searchParams.get('next')
    if (pathname !== '/login' || next === null) return pass()
    // It looks for a leading slash alone.
    response.writeHead(302, { location: next.startsWith('/') ? next : '/' }).end()
  }),
})

function addressesOf({ base, pages }: Target): string[] {
  const open = pages.filter(({ as }) => as === undefined).map(({ path }) => path.replace(/\?.*$/s, ''))
  return [...new Set([...open.slice(0, MOST_PAGES), ...USUAL.map((name) => `${base}/${name}`)])]
}
