import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { MEND_CONDITIONS } from './mend-conditions.ts'
import { acrossTagged, besides } from './tagged.ts'
import { STATUS } from '../../wire/answer.ts'

export const noFalseMatch = check({
  id: 'http/no-false-match',
  claim: 'Who has another version gets the whole one: a tag that only looks alike is no match.',
  severity: 'must',
  source: [rfc(9110, '13.1.2'), rfc(9110, '8.8.3.2')],
  mend: MEND_CONDITIONS,
  async run(inspection) {
    return acrossTagged(inspection, async ({ path, as }, tag) => {
      const opaque = tag.replace(/^W\//, '').slice(1, -1)
      const others = ['of another version', `${opaque}x`, `x${opaque}`, opaque.slice(0, -1), '*']
        .filter((other) => other !== opaque)
        .map((other) => `"${other}"`)
      for (const other of others) {
        const exchange = await inspection.send({ path, as, headers: { 'If-None-Match': other } })
        if (exchange.answer.status === 304)
          return failed(
            `${path} has the tag ${tag} and was answered with 304 to who has ${other}, and shows an old version for ever.`,
            exchange,
            STATUS,
          )
        const beside = besides(exchange, path)
        if (beside !== undefined) return beside
      }
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.headers['if-none-match'] === undefined) return pass()
    response.writeHead(304).end()
  }),
})
