import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { jwtAtWork, writeJwt } from './jwt.ts'
import { jwtServer } from './jwt-specimen.ts'
import { mendJwt } from './mend-jwt.ts'

export const jwtNone = check({
  id: 'auth/jwt-none',
  claim: 'A JSON Web Token without a signature ("alg": "none") is refused.',
  severity: 'must',
  source: [rfc(8725, '3.2'), rfc(7518, '3.6')],
  mend: mendJwt,
  needs: ['user'],
  async run(inspection) {
    const { place, held, jwt } = await jwtAtWork(inspection)
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
      const token = writeJwt({ ...jwt.header, alg }, jwt.payload)
      for (const given of [token, token + jwt.signature]) {
        const exchange = await inspection.send({ path: place.path, headers: held.replaced(given) })
        if (exchange.answer.status < 300)
          return failed(
            `${place.path} accepts a token with "alg": "${alg}", with ${statusLine(exchange.answer)}: anybody can write one.`,
            exchange,
            STATUS,
          )
      }
    }
    return passed()
  },
  flaw: jwtServer({ alsoAccepts: ({ header }) => header['alg'] === 'none' }),
  sound: jwtServer(),
})
