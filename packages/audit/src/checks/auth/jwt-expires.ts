import { check } from '../../check.ts'
import { owaspApi, rfc } from '../../source.ts'
import { STATUS } from '../../wire/answer.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { jwtAtWork } from './jwt.ts'
import { jwtServer } from './jwt-specimen.ts'
import { mendJwt } from './mend-jwt.ts'

export const jwtExpires = check({
  id: 'auth/jwt-expires',
  claim: 'A JSON Web Token has an end (exp).',
  severity: 'should',
  source: [rfc(7519, '4.1.4'), owaspApi('API2', 'Broken Authentication')],
  mend: {
    ...mendJwt,
    general:
      'Give access tokens an exp of some minutes, and refuse them behind it. Nothing takes a signed token back before.',
  },
  needs: ['user'],
  async run(inspection) {
    const { place, held, jwt } = await jwtAtWork(inspection)
    const { exp } = jwt.payload
    if (exp === undefined)
      return failed(`The token of ${place.as.name} has no exp: it is good for ever.`, [
        { exchange: place.shown, mark: markIn(place.shown, 'sent', held.value) },
      ])
    if (typeof exp !== 'number')
      return inconclusive(
        `The token's exp is ${JSON.stringify(exp).slice(0, 40)}, which is no number of seconds.`,
      )
    // It was shown the page just now, so an end that is long past is not looked at. A minute is for clocks that differ.
    if (exp < Date.now() / 1000 - 60)
      return failed(
        `The token ended on ${new Date(exp * 1000).toISOString()}, and is accepted.`,
        place.shown,
        STATUS,
      )
    return passed()
  },
  flaw: jwtServer({ payload: { sub: 'ada' } }),
  sound: jwtServer(),
})
