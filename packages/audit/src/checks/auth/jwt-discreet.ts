import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { failed, markIn, passed } from '../../verdict.ts'
import { jwtAtWork } from './jwt.ts'
import { jwtServer } from './jwt-specimen.ts'

export const jwtDiscreet = check({
  id: 'auth/jwt-discreet',
  claim: 'A JSON Web Token carries no password and no key: anybody who has it can read it.',
  severity: 'must',
  source: [rfc(7519, '12'), rfc(8725, '3.8')],
  mend: {
    general:
      'Put an id into the token, and look the rest up. A signature keeps a token from being changed, not from being read.',
  },
  needs: ['user'],
  async run(inspection) {
    const { place, held, jwt } = await jwtAtWork(inspection)
    const name = secretMember(jwt.payload)
    if (name === undefined) return passed()
    return failed(`The token has a member "${name}" that can be read by whoever sees it.`, [
      { exchange: place.shown, mark: markIn(place.shown, 'sent', held.value) },
    ])
  },
  flaw: jwtServer({ payload: { sub: 'ada', exp: 4_102_444_800, password: '$argon2id$v=19$m=65536' } }),
  sound: jwtServer(),
})

/** Members that hold a secret by their name and have a value, at any depth. */
function secretMember(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, each] of Object.entries(value)) {
    const secret = /^(?:password|passwd|pwd|password_?hash|secret|client_?secret|private_?key)$/i.test(name)
    if (secret && typeof each === 'string' && each !== '') return name
    const below = secretMember(each)
    if (below !== undefined) return below
  }
  return undefined
}
