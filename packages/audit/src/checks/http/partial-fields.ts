import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { MEND_RANGES } from './mend-ranges.ts'
import { acrossRanged } from './ranges.ts'

const KEPT = ['ETag', 'Cache-Control', 'Content-Location', 'Expires']

export const partialFields = check({
  id: 'http/partial-fields',
  claim:
    '206 has the fields by which its part is put to the others: ETag, Cache-Control, Content-Location and Expires.',
  severity: 'must',
  source: rfc(9110, '15.3.7'),
  mend: MEND_RANGES,
  async run(inspection) {
    return acrossRanged(inspection, async ({ path, as }, _, { answer: whole }) => {
      const exchange = await inspection.send({ path, as, headers: { Range: 'bytes=2-5' } })
      if (exchange.answer.status !== 206) return undefined
      const lacks = KEPT.find((name) => whole.headers.has(name) && !exchange.answer.headers.has(name))
      if (lacks === undefined) return passed()
      const value = whole.headers.get(lacks)
      return failed(`206 for ${path} lacks ${lacks}, which 200 has: \`${value}\`.`, exchange)
    })
  },
  flaw: tampered(({ status, headers }) => {
    if (status === 206) delete headers['etag']
  }),
})
