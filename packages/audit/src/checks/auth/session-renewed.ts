import { check } from '../../check.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import type { Inspection } from '../../run/inspection.ts'
import type { Answer } from '../../wire/answer.ts'
import { knownSignIn, trySignIn } from './sign-in.ts'
import { signInServer } from './sign-in-specimen.ts'

export const sessionRenewed = check({
  id: 'auth/session-renewed',
  claim: 'Signing in gives a new session: an id that was there before is not kept.',
  severity: 'must',
  source: [
    text('CWE-384 Session Fixation', 'https://cwe.mitre.org/data/definitions/384.html'),
    text(
      'OWASP Session Management Cheat Sheet, Renew the Session ID After Any Privilege Level Change',
      'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#renew-the-session-id-after-any-privilege-level-change',
    ),
  ],
  mend: {
    general:
      'Make a new session with a new id whenever somebody signs in, and end the old one. Who plants an id in a browser would be signed in with it otherwise.',
    stacks: {
      Express: 'req.session.regenerate(callback) of express-session, before the user is put into it',
      PHP: 'session_regenerate_id(true); session.use_strict_mode = 1',
      Django: 'login(request, user) does it; do not write the user into the session by hand.',
      'Spring Boot': 'sessionFixation().changeSessionId() is the default of Spring Security.',
    },
  },
  async run(inspection) {
    const signIn = knownSignIn(inspection)
    const [path] = inspection.target.guarded
    if (path === undefined)
      return inconclusive('It needs an address that refuses nobody; name one under "guarded".')
    const names = [...cookiesOf((await trySignIn(inspection, signIn, signIn.right)).answer).keys()]
    if (names.length === 0) return inconclusive('Signing in sets no cookie.')
    for (const { what, cookies } of await broughtBy(inspection, signIn.path, names)) {
      const headers = { Cookie: written(cookies) }
      const before = await inspection.send({ path, headers })
      if (before.answer.status < 300) return inconclusive(`${path} is shown to any cookie.`)
      await trySignIn(inspection, signIn, signIn.right, headers)
      const after = await inspection.send({ path, headers })
      if (after.answer.status < 300)
        return failed(
          `${what} was refused at ${path}; after signing in with it, it is accepted.`,
          after,
          markIn(after, 'sent', /^cookie:.*/im),
        )
    }
    return passed()
  },
  flaw: signInServer({ keepsSession: true }),
  sound: signInServer(),
})

interface Brought {
  readonly what: string
  readonly cookies: ReadonlyMap<string, string>
}

/** Ids that somebody could plant in a browser: made up, and given to nobody in particular. */
async function broughtBy(
  { send, target, random }: Inspection,
  signInPath: string,
  names: readonly string[],
): Promise<Brought[]> {
  const madeUp = new Map(names.map((name) => [name, random.word(32)]))
  const brought: Brought[] = [{ what: 'An id of a session that the client made up', cookies: madeUp }]
  for (const path of [signInPath, `${target.base}/`]) {
    const given = cookiesOf((await send({ path })).answer)
    if (names.some((name) => given.has(name)))
      brought.push({ what: 'The id of a session of nobody', cookies: given })
  }
  return brought
}

/** What an answer sets, by name. */
function cookiesOf({ headers }: Answer): Map<string, string> {
  const pairs = headers.all('set-cookie').map((field) => (field.split(';', 1)[0] ?? '').split('=', 2))
  return new Map(pairs.flatMap(([name = '', value = '']) => (value === '' ? [] : [[name, value] as const])))
}

function written(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}
