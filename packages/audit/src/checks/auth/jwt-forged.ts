import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { hs256, jwtAtWork, withOwnKey, writeJwt, type Jwt } from './jwt.ts'
import { jwtServer } from './jwt-specimen.ts'
import { mendJwt } from './mend-jwt.ts'

export const jwtForged = check({
  id: 'auth/jwt-forged',
  claim: 'A JSON Web Token that was changed, or signed with a key of its own, is refused.',
  severity: 'must',
  source: [rfc(8725, '3.1'), rfc(8725, '3.3'), rfc(7515, '5.2')],
  mend: mendJwt,
  needs: ['user'],
  async run(inspection) {
    const { place, held, jwt } = await jwtAtWork(inspection)
    for (const [how, token] of forgeries(jwt)) {
      const exchange = await inspection.send({ path: place.path, headers: held.replaced(token) })
      if (exchange.answer.status < 300)
        return failed(
          `${place.path} accepts a token ${how}, with ${statusLine(exchange.answer)}: anybody can write one.`,
          exchange,
          STATUS,
        )
    }
    return passed()
  },
  // It decodes and does not verify.
  flaw: jwtServer({ alsoAccepts: ({ header, signature }) => header['alg'] === 'HS256' && signature !== '' }),
  sound: jwtServer(),
})

function* forgeries({ header, payload, signature }: Jwt): Generator<[how: string, token: string]> {
  const changed = { ...payload, changed: true }
  const symmetric = { ...header, alg: 'HS256' }
  const first = signature.startsWith('A') ? 'B' : 'A'
  yield ['whose payload was changed', writeJwt(header, changed, () => signature)]
  yield ['whose signature was changed', writeJwt(header, payload, () => first + signature.slice(1))]
  yield ['whose signature was taken away', writeJwt(header, payload)]
  yield ['that is signed with an empty key', writeJwt(symmetric, payload, (input) => hs256('')(input))]
  yield ['that brings its own key', withOwnKey(header, payload)]
  // A key id that is a path to an empty file makes the empty key the right one.
  yield [
    'whose key id leads to an empty file',
    writeJwt({ ...symmetric, kid: '../../../../../../dev/null' }, payload, hs256('')),
  ]
}
