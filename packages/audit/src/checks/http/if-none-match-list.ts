import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { MEND_CONDITIONS } from './mend-conditions.ts'
import { acrossTagged, besides } from './tagged.ts'
import { STATUS } from '../../wire/answer.ts'

export const ifNoneMatchList = check({
  id: 'http/if-none-match-list',
  claim: 'If-None-Match may name several tags, and W/ makes no difference there.',
  // The text is a MUST; what it costs is bytes.
  severity: 'should',
  source: [rfc(9110, '13.1.2'), rfc(9110, '8.8.3.2')],
  mend: MEND_CONDITIONS,
  async run(inspection) {
    return acrossTagged(inspection, async ({ path, as }, tag) => {
      const bare = tag.replace(/^W\//, '')
      const ask = (value: string) => inspection.send({ path, as, headers: { 'If-None-Match': value } })
      // Whether it knows the condition at all is rest/conditional-get.
      if ((await ask(tag)).answer.status !== 304) return undefined
      for (const value of [`"another", ${tag}`, `W/${bare}`, `"a,b" , W/${bare}`]) {
        const exchange = await ask(value)
        if (exchange.answer.status === 304) continue
        const says = `${path} has the tag ${tag} and was sent whole to \`If-None-Match: ${value}\`.`
        return besides(exchange, path) ?? failed(says, exchange, STATUS)
      }
      return passed()
    })
  },
  flaw: flawed((request, _, pass) => {
    if (request.headers['if-none-match']?.includes(',') === true) delete request.headers['if-none-match']
    pass()
  }),
})
