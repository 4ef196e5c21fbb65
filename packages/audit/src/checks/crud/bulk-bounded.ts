import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { owaspApi } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { newBody } from './body.ts'
import { acrossBulk } from './bulk.ts'
import { PARAMETERS } from './mend-pages.ts'
import { isRefused, isSuccess, STATUS } from './seen.ts'

const MOST = 200

export const bulkBounded = check({
  id: 'crud/bulk-bounded',
  claim: 'The number of operations in one request has the bound that is described.',
  severity: 'should',
  source: owaspApi('API4', 'Unrestricted Resource Consumption'),
  mend: {
    general:
      'Describe with maxItems how many operations a request may have, and refuse more with 413 or 422 before the first is done. A bound for bytes alone lets very many small ones through.',
    stacks: PARAMETERS.stacks ?? {},
  },
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossBulk(inspection, async ({ resource, path, most, bodyFor }, markers) => {
      if (most === undefined || most > MOST)
        return inconclusive(
          `POST ${path} is described to have no bound for its operations, or one beyond ${MOST}.`,
        )
      const all = Array.from({ length: most + 1 }, () => newBody(resource, inspection.random))
      for (const { marker } of all) markers.add(marker)
      const json = bodyFor(all.map((each) => each.json))
      const answered = await inspection.send({ method: 'POST', path, as: resource.as, json })
      if (isRefused(answered)) return passed()
      if (!isSuccess(answered))
        return inconclusive(`POST ${path} was answered with ${statusLine(answered.answer)}.`)
      return failed(
        `POST ${path} with ${most + 1} operations was answered with ${statusLine(answered.answer)}; its description allows ${most}.`,
        answered,
        STATUS,
      )
    }),
  flaw: store({ bulkUnbounded: true }),
  sound: store(),
})
