import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { sending } from './field-is-well.ts'
import { TOKEN } from './field-syntax.ts'
import { MEND_COOKIES } from './mend-cookies.ts'
import { cookieIsWell, type SetCookie } from './set-cookie.ts'

export const cookieSyntax = check({
  id: 'http/cookie-syntax',
  claim: 'Cookies are written as all clients can read them.',
  severity: 'should',
  source: rfc(6265, '4.1.1'),
  mend: MEND_COOKIES,
  run: cookieIsWell((cookie) => {
    const { name, value, attributes } = cookie
    if (!TOKEN.test(name)) return `has the name "${name}", which is no word`
    if (!/^(?:"[!#-+\--:<-[\]-~]*"|[!#-+\--:<-[\]-~]*)$/.test(value))
      return 'has a value with spaces, commas, quotes, backslashes or what is not ASCII'
    for (const attribute of attributes) {
      const wrong = attributeFault(attribute)
      if (wrong !== undefined) return wrong
    }
    return undefined
  }),
  flaw: sending({ 'set-cookie': 'user="Ada Lovelace"; Path=/' }),
  sound: sending({ 'set-cookie': 'user=QWRh; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=Lax' }),
})

function attributeFault([name, value]: SetCookie['attributes'][number]): string | undefined {
  switch (name) {
    case 'max-age':
      return /^-?\d+$/.test(value ?? '')
        ? undefined
        : `has Max-Age=${value}, which is no whole number of seconds`
    case 'path':
      return value === undefined || value === '' || value.startsWith('/')
        ? undefined
        : `has Path=${value}, which browsers ignore: it begins with no slash`
    case 'domain':
      return /^\.?[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(value ?? '')
        ? undefined
        : `has Domain=${value}, which is no name of a host`
    case 'samesite':
      return /^(?:strict|lax|none)$/i.test(value ?? '')
        ? undefined
        : `has SameSite=${value}, which is none of Strict, Lax and None`
    default:
      return undefined
  }
}
