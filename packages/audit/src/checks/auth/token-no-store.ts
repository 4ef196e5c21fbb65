import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { jsonOf, STATUS, statusLine } from '../../wire/answer.ts'
import { mendPersonal } from './mend-personal.ts'
import { knownSignIn, trySignIn } from './sign-in.ts'
import { isObject } from '../../target/openapi/document.ts'
import { signInServer } from './sign-in-specimen.ts'

export const tokenNoStore = check({
  id: 'auth/token-no-store',
  claim: 'The answer that hands out a token or a session may not be stored by caches.',
  severity: 'should',
  source: [rfc(6749, '5.1'), rfc(9110, '9.3.3'), rfc(9111, '5.2.2.5')],
  mend: {
    ...mendPersonal,
    general: 'Send Cache-Control: no-store with every answer that has a token or sets a session.',
  },
  async run(inspection) {
    const signIn = knownSignIn(inspection)
    const exchange = await trySignIn(inspection, signIn, signIn.right)
    const { answer } = exchange
    if (answer.status >= 400) return inconclusive(`Signing in was answered with ${statusLine(answer)}.`)
    const directives = answer.headers.list('cache-control')
    if (directives.some((each) => /^(?:no-store|private|no-cache)$/.test(each))) return passed()
    // What POST gives is stored only where a lifetime is given (RFC 9110 section 9.3.3); OAuth 2 asks for no-store.
    const lifetime = directives.find((each) => /^(?:max-age|s-maxage)="?[1-9]/.test(each))
    const oauth = isObject(jsonOf(answer)) && /"access_token"\s*:/.test(answer.body.toString())
    if (lifetime === undefined && !oauth) return passed()
    return failed(
      lifetime === undefined
        ? 'The answer with the access token has no Cache-Control: no-store.'
        : `The answer to signing in may be stored: it says "${lifetime}".`,
      exchange,
      markIn(exchange, 'received', /^cache-control:.*/im) ?? markIn(exchange, 'received', STATUS),
    )
  },
  flaw: signInServer({ cacheControl: 'max-age=60' }),
})
