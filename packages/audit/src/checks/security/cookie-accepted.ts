import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { cookiesSeen, NO_COOKIES, type SeenCookie } from './cookies-seen.ts'

export const cookieAccepted = check({
  id: 'security/cookie-accepted',
  claim: 'Cookies are such that browsers accept them.',
  severity: 'should',
  source: text(
    'Cookies: HTTP State Management Mechanism (RFC 6265bis), section 5.7',
    'https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model',
  ),
  mend: {
    general:
      'SameSite=None and Partitioned need Secure; Domain is the host itself or one above it. Browsers drop what breaks these rules without a word.',
  },
  async run(inspection) {
    const { hostname } = inspection.target.origin
    return across(await cookiesSeen(inspection), NO_COOKIES, (cookie) => {
      const fault = faultOf(cookie, hostname)
      if (fault === undefined) return passed()
      return failed(
        `Browsers refuse the cookie "${cookie.name.slice(0, 80)}": ${fault}.`,
        cookie.seen,
        cookie.line,
      )
    })
  },
  flaw: htmlPage({ 'set-cookie': 'session=0123456789abcdef; HttpOnly; SameSite=None; Path=/' }),
  sound: htmlPage({ 'set-cookie': 'session=0123456789abcdef; HttpOnly; Secure; SameSite=None; Path=/' }),
})

function faultOf({ attributes }: SeenCookie, hostname: string): string | undefined {
  const secure = attributes.has('secure')
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !secure) return 'SameSite=None needs Secure'
  if (attributes.has('partitioned') && !secure) return 'Partitioned needs Secure'
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase()
  // Whoever asks by address sees less than whoever asks by name.
  if (domain === undefined || domain === '' || /^[\d.]+$|:|^localhost$/.test(hostname)) return undefined
  if (hostname === domain || hostname.endsWith(`.${domain}`)) return undefined
  return `its Domain is ${domain}, and the host is ${hostname}`
}
