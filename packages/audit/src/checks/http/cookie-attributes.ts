import { check } from '../../check.ts'
import { answering } from '../../flaws/answering.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { rfc, text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { cookiesSeen, NO_COOKIES } from '../security/cookies-seen.ts'

export const cookieAttributes = check({
  id: 'http/cookie-attributes',
  claim: 'Cookies that say who somebody is have HttpOnly and SameSite, and over https Secure.',
  severity: 'should',
  source: [
    rfc(6265, '8.3'),
    text(
      'Cookies: HTTP State Management Mechanism (RFC 6265bis)',
      'https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html',
    ),
  ],
  mend: {
    general: 'Set-Cookie: __Host-session=…; Path=/; Secure; HttpOnly; SameSite=Lax',
    stacks: {
      Express: "session({ cookie: { httpOnly: true, secure: true, sameSite: 'lax' } })",
      Django: 'SESSION_COOKIE_SECURE = True; HttpOnly and SameSite=Lax are set by default',
      'Spring Boot':
        'server.servlet.session.cookie.secure=true and server.servlet.session.cookie.same-site=lax',
      'ASP.NET Core':
        'options.Cookie.SecurePolicy = CookieSecurePolicy.Always; options.Cookie.SameSite = SameSiteMode.Lax',
      PHP: 'session.cookie_httponly=1, session.cookie_secure=1 and session.cookie_samesite=Lax',
    },
  },
  async run(inspection) {
    const secure = inspection.target.origin.protocol === 'https:'
    const sessions = (await cookiesSeen(inspection)).filter(({ session }) => session)
    return across(sessions, NO_COOKIES, ({ name, attributes, line, seen }) => {
      const lacks = ['HttpOnly', 'SameSite', ...(secure ? ['Secure'] : [])].filter(
        (attribute) => !attributes.has(attribute.toLowerCase()),
      )
      if (lacks.length === 0) return passed()
      return failed(`The cookie "${name.slice(0, 80)}" lacks ${lacks.join(' and ')}.`, seen, line)
    })
  },
  flaw: setting('session=0123456789abcdef; Path=/'),
  sound: setting('session=0123456789abcdef; Path=/; HttpOnly; SameSite=Lax'),
})

function setting(cookie: string): Specimen {
  return answering((request, response) => {
    response.statusCode = request.url === '/' ? 200 : 404
    response.setHeader('set-cookie', cookie)
    response.end('{}')
  })
}
