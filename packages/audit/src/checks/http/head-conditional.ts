import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { MEND_CONDITIONS } from './mend-conditions.ts'
import { acrossTagged, besides } from './tagged.ts'
import { STATUS } from '../../wire/answer.ts'

export const headConditional = check({
  id: 'http/head-conditional',
  claim: 'A condition holds for HEAD as it does for GET.',
  severity: 'should',
  source: [rfc(9110, '13.1.2'), rfc(9110, '9.3.2')],
  mend: MEND_CONDITIONS,
  async run(inspection) {
    return acrossTagged(inspection, async ({ path, as }, tag) => {
      const headers = { 'If-None-Match': tag }
      const get = await inspection.send({ path, as, headers })
      if (get.answer.status !== 304) return undefined
      const head = await inspection.send({ method: 'HEAD', path, as, headers })
      if (head.answer.status === 304) return passed()
      const says = `HEAD ${path} was answered with ${head.answer.status} to a tag for which GET says 304.`
      return besides(head, path) ?? failed(says, head, STATUS)
    })
  },
  flaw: flawed((request, _, pass) => {
    if (request.method === 'HEAD') delete request.headers['if-none-match']
    pass()
  }),
})
