import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { lockedAddresses } from './locked.ts'

export const schemeCase = check({
  id: 'auth/scheme-case',
  claim: 'The scheme in Authorization counts in any case: bearer is Bearer.',
  severity: 'should',
  source: rfc(9110, '11.1'),
  mend: {
    general: 'Compare the scheme without regard to case.',
    stacks: { Node: '/^bearer +(\\S+)$/i.exec(request.headers.authorization)' },
  },
  needs: ['user'],
  async run(inspection) {
    return across(await lockedAddresses(inspection), '', async ({ path, as, shown }) => {
      const [name, value] = Object.entries(as.headers).find(([each]) => /^authorization$/i.test(each)) ?? []
      const [scheme] = /^[a-z]+(?= )/i.exec(value ?? '') ?? []
      if (name === undefined || value === undefined || scheme === undefined)
        return inconclusive(`${as.name} calls without a scheme in Authorization.`)
      for (const written of [scheme.toLowerCase(), scheme.toUpperCase()]) {
        const exchange = await inspection.send({
          path,
          headers: { ...as.headers, [name]: written + value.slice(scheme.length) },
        })
        if (exchange.answer.status !== 401 && exchange.answer.status !== 403) continue
        return failed(
          `"${written}" is refused with ${statusLine(exchange.answer)}; "${scheme}" gave ${statusLine(shown.answer)}.`,
          exchange,
          markIn(exchange, 'sent', new RegExp(`${written} `)),
        )
      }
      return passed()
    })
  },
  flaw: flawed((request, _response, pass) => {
    const { authorization } = request.headers
    if (authorization !== undefined && !authorization.startsWith('Bearer '))
      delete request.headers.authorization
    pass()
  }),
})
