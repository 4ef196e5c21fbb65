import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { cookiesSeen, NO_COOKIES, type SeenCookie } from './cookies-seen.ts'

export const cookieAccepted = check({
  id: 'security/cookie-accepted',
  claim: 'Cookies are such that browsers accept them.',
  severity: 'must',
  source: text(
    'Cookies: HTTP State Management Mechanism (RFC 6265bis), sections 4.1.3 and 5.7',
    'https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-cookie-name-prefixes',
  ),
  mend: {
    general:
      '__Host- needs Secure, Path=/ and no Domain; __Secure- and SameSite=None need Secure; Domain is the host itself or one above it. Browsers drop what breaks these rules without a word.',
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
  flaw: htmlPage({
    'set-cookie': '__Host-session=0123456789abcdef; HttpOnly; Secure; SameSite=Lax; Path=/app',
  }),
  sound: htmlPage({
    'set-cookie': '__Host-session=0123456789abcdef; HttpOnly; Secure; SameSite=Lax; Path=/',
  }),
})

function faultOf({ name, attributes }: SeenCookie, hostname: string): string | undefined {
  const secure = attributes.has('secure')
  // Prefixes are compared without regard to case.
  const prefix = /^__(?:host|secure)-/i.exec(name)?.[0].toLowerCase()
  if (prefix !== undefined && !secure) return `its prefix needs Secure`
  if (prefix === '__host-' && attributes.get('path') !== '/') return 'the prefix __Host- needs Path=/'
  if (prefix === '__host-' && attributes.has('domain')) return 'the prefix __Host- allows no Domain'
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !secure) return 'SameSite=None needs Secure'
  if (attributes.has('partitioned') && !secure) return 'Partitioned needs Secure'
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase()
  // Whoever asks by address sees less than whoever asks by name.
  if (domain === undefined || domain === '' || /^[\d.]+$|:|^localhost$/.test(hostname)) return undefined
  if (hostname === domain || hostname.endsWith(`.${domain}`)) return undefined
  return `its Domain is ${domain}, and the host is ${hostname}`
}
