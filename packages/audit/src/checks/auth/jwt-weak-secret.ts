import { createHmac } from 'node:crypto'
import { check } from '../../check.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { jwtAtWork } from './jwt.ts'
import { jwtServer } from './jwt-specimen.ts'
import { mendJwt } from './mend-jwt.ts'

export const jwtWeakSecret = check({
  id: 'auth/jwt-weak-secret',
  claim: 'The key that signs JSON Web Tokens cannot be guessed.',
  severity: 'must',
  source: [
    rfc(8725, '3.5'),
    rfc(7518, '3.2'),
    text('CWE-521 Weak Password Requirements', 'https://cwe.mitre.org/data/definitions/521.html'),
  ],
  mend: {
    ...mendJwt,
    general:
      'Sign with a random key of at least 256 bits from the environment or a store of secrets, and refuse to start without one. A word can be guessed from one token, without asking the server.',
  },
  needs: ['user'],
  /** Nothing is sent with a guess: one token is enough to try them on. */
  async run(inspection) {
    const { place, held, jwt } = await jwtAtWork(inspection)
    const hash = HASHES[String(jwt.header['alg'])]
    if (hash === undefined)
      return inconclusive(`Its tokens are signed with ${String(jwt.header['alg'])}, which has no shared key.`)
    const input = held.value.slice(0, held.value.lastIndexOf('.'))
    const found = GUESSES.find(
      (guess) => createHmac(hash, guess).update(input).digest('base64url') === jwt.signature,
    )
    if (found === undefined) return passed()
    return failed(
      `Its tokens are signed with the key "${found}", which stands in every list of passwords: anybody can write one.`,
      [{ exchange: place.shown, mark: markIn(place.shown, 'sent', held.value) }],
    )
  },
  flaw: jwtServer({ key: 'secret' }),
  sound: jwtServer(),
})

const HASHES: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }

/** What examples and tutorials use, in several spellings. */
const WORDS = `
secret, jwt, key, password, changeme, change-me, test, dev, development, default, example, mysecret, my-secret, my_secret,
supersecret, super-secret, super_secret, topsecret, jwtsecret, jwt-secret, jwt_secret, secretkey, secret-key, secret_key,
mysecretkey, my-secret-key, your-256-bit-secret, your-secret-key, your_secret_key, your-secret, yoursecret, shhhhh, shhhh,
a-string-secret-at-least-256-bits-long, keyboard cat, keyboardcat, admin, 123456, 12345678, qwerty, token, privatekey,
private-key, none, null, undefined, todo, replace-me, placeholder`

const GUESSES = WORDS.split(',')
  .map((word) => word.trim())
  .flatMap((word) => [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1), `${word}123`])
  .concat('')
