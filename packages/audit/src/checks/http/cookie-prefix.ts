import { check } from '../../check.ts'
import { text } from '../../source.ts'
import { sending } from './field-is-well.ts'
import { MEND_COOKIES } from './mend-cookies.ts'
import { cookieIsWell } from './set-cookie.ts'

export const cookiePrefix = check({
  id: 'http/cookie-prefix',
  claim: 'A cookie named __Host- or __Secure- is as its name promises: browsers refuse it otherwise.',
  severity: 'should',
  source: text(
    'Cookies: HTTP State Management Mechanism, section 4.1.3',
    'https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-cookie-name-prefixes',
  ),
  mend: MEND_COOKIES,
  run: cookieIsWell(({ name, attributes }) => {
    const prefix = /^__(?:Host|Secure)-/i.exec(name)?.[0]
    if (prefix === undefined) return undefined
    const get = (wanted: string) => attributes.findLast(([each]) => each === wanted)
    if (get('secure') === undefined) return 'is not Secure, and is refused'
    if (prefix.toLowerCase() === '__secure-') return undefined
    if (get('domain') !== undefined) return 'has a Domain, and is refused'
    return get('path')?.[1] === '/' ? undefined : 'has no Path=/, and is refused'
  }),
  flaw: sending({ 'set-cookie': '__Host-session=abc; Path=/app; Secure' }),
  sound: sending({ 'set-cookie': '__Host-session=abc; Path=/; Secure; HttpOnly' }),
})
