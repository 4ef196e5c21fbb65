import { check } from '../../check.ts'
import { owaspApi } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { batchOf, MEND_BATCH } from './batch.ts'
import { batchServer } from './batch-specimen.ts'

/** What is described to take more is not tried. */
const MOST = 1000

export const batchLimit = check({
  id: 'journey/batch-limit',
  claim: 'A batch takes no more reads than are described.',
  severity: 'should',
  source: owaspApi('API4', 'Unrestricted Resource Consumption'),
  mend: MEND_BATCH,
  needs: ['description', 'write'],
  async run(inspection) {
    const { path, most, page, read } = await batchOf(inspection)
    if (most === undefined || most > MOST)
      return inconclusive(`POST ${path} is described to have no bound (maxItems), or one beyond ${MOST}.`)
    const answered = await read(Array.from({ length: most + 1 }, () => page))
    const { status } = answered.answer
    if (status >= 400 && status < 500) return passed(`${most + 1} reads were refused.`)
    if (status >= 300) return inconclusive(`POST ${path} was answered with ${statusLine(answered.answer)}.`)
    return failed(
      `POST ${path} with ${most + 1} reads was answered with ${statusLine(answered.answer)}; its description allows ${most}.`,
      answered,
      STATUS,
    )
  },
  flaw: batchServer({ unbounded: true }),
  sound: batchServer(),
})
