import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { cookiesSeen, NO_COOKIES } from './cookies-seen.ts'

export const cookieDomain = check({
  id: 'security/cookie-domain',
  claim: 'Cookies that say who somebody is go to one host, and not to all below a domain.',
  severity: 'may',
  source: [rfc(6265, '8.6'), rfc(6265, '8.7')],
  mend: {
    general:
      'Leave Domain out, and begin the name with __Host-. With a Domain every host below it gets the cookie, and can set it: a forgotten blog there is enough.',
    stacks: {
      Django: 'SESSION_COOKIE_DOMAIN = None',
      Laravel: 'SESSION_DOMAIN=null',
    },
  },
  async run(inspection) {
    const sessions = (await cookiesSeen(inspection)).filter(({ session }) => session)
    return across(sessions, NO_COOKIES, ({ name, attributes, line, seen }) => {
      const domain = attributes.get('domain') ?? ''
      if (domain === '') return passed()
      return failed(
        `The cookie "${name.slice(0, 80)}" goes to every host below ${domain.slice(0, 80)}.`,
        seen,
        line,
      )
    })
  },
  flaw: htmlPage({ 'set-cookie': 'session=0123456789abcdef; HttpOnly; SameSite=Lax; Domain=example.org' }),
  sound: htmlPage({ 'set-cookie': 'session=0123456789abcdef; HttpOnly; SameSite=Lax' }),
})
