import { check } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import { text } from '../../source.ts'
import type { SignIn } from '../../target/target.ts'
import { failed, inconclusive, markIn, need, passed } from '../../verdict.ts'
import { statusLine, type Answer } from '../../wire/answer.ts'
import { knownSignIn, trySignIn } from './sign-in.ts'
import { signInServer } from './sign-in-specimen.ts'

export const signOut = check({
  id: 'auth/sign-out',
  claim: 'Signing out ends the session at the server, not in the browser alone.',
  severity: 'should',
  source: [
    text('CWE-613 Insufficient Session Expiration', 'https://cwe.mitre.org/data/definitions/613.html'),
    text(
      'OWASP Session Management Cheat Sheet, Session Expiration',
      'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#session-expiration',
    ),
  ],
  mend: {
    general:
      'Delete the session where it is stored, then tell the browser to forget the cookie. Who has copied the cookie does not forget it.',
    stacks: {
      Express: 'req.session.destroy(callback) of express-session; res.clearCookie() alone does not do it',
      PHP: 'session_destroy()',
      Django: 'logout(request)',
    },
  },
  async run(inspection) {
    const signIn = knownSignIn(inspection)
    const out = need(
      inspection.target.description?.operations.find(
        ({ method, path }) => method !== 'GET' && /\/(?:sign|log)[-_]?(?:out|off)\/?$/i.test(path),
      ),
      'No operation that signs out is described.',
    )
    const path = need(
      inspection.target.guarded[0],
      'It needs an address that refuses nobody; name one under "guarded".',
    )
    const headers = await signedIn(inspection, signIn)
    const before = await inspection.send({ path, headers })
    if (before.answer.status >= 300)
      return inconclusive(`${path} is ${statusLine(before.answer)} to whoever has just signed in.`)
    const left = await inspection.send({ method: out.method, path: out.path, headers, body: '' })
    if (left.answer.status >= 400)
      return inconclusive(`${out.method} ${out.path} was answered with ${statusLine(left.answer)}.`)
    const after = await inspection.send({ path, headers })
    if (after.answer.status >= 300) return passed()
    return failed(
      `After ${out.method} ${out.path} the session is still accepted at ${path}.`,
      after,
      markIn(after, 'sent', /^cookie:.*/im),
    )
  },
  flaw: signInServer({ signsOutInBrowser: true }),
  sound: signInServer(),
})

/** The cookie of a new session. */
async function signedIn(inspection: Inspection, signIn: SignIn): Promise<Record<string, string>> {
  const { answer } = await trySignIn(inspection, signIn, signIn.right)
  return { Cookie: need(cookieOf(answer), 'Signing in sets no cookie.') }
}

function cookieOf({ headers }: Answer): string | undefined {
  const pairs = headers.all('set-cookie').map((field) => field.split(';', 1)[0] ?? '')
  return pairs.length === 0 ? undefined : pairs.join('; ')
}
