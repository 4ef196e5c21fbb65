import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed, type Verdict } from '../../verdict.ts'
import type { Inspection } from '../../run/inspection.ts'
import { essence, lineOf } from './field-syntax.ts'
import { MEND_NEGOTIATION } from './mend-negotiation.ts'
import { acrossOffers } from './offers.ts'
import { sample } from './survey.ts'
import { toRequest } from './while-steady.ts'

export const qualityZero = check({
  id: 'http/quality-zero',
  claim: 'What has q=0 is not sent.',
  severity: 'should',
  source: [rfc(9110, '12.4.2'), rfc(9110, '12.5.3')],
  mend: MEND_NEGOTIATION,
  async run(inspection) {
    const verdicts = [await types(inspection), await codings(inspection)]
    return across(verdicts, '', (verdict) => verdict)
  },
  flaw: flawed((request, _, pass) => {
    const { headers } = request
    // Looks for the word alone.
    if (headers['accept-encoding']?.includes('gzip') === true) headers['accept-encoding'] = 'gzip'
    pass()
  }),
})

function types(inspection: Inspection): Promise<Verdict> {
  return acrossOffers(inspection, async ({ page, types: [refused] }) => {
    const accept = `${refused};q=0, */*`
    const exchange = await inspection.send(toRequest(page, { Accept: accept }))
    const { status, headers } = exchange.answer
    if (status !== 200 || essence(headers.get('content-type')) !== refused) return passed()
    return failed(
      `${page.path} was sent as ${refused} to \`Accept: ${accept}\`.`,
      exchange,
      lineOf('Content-Type'),
    )
  })
}

function codings({ send, target }: Inspection): Promise<Verdict> {
  return across(
    sample(target.pages, 4),
    'It compresses nothing, and has one type for each page.',
    async (page) => {
      const usual = await send(toRequest(page, { 'Accept-Encoding': 'gzip' }))
      if (usual.answer.headers.get('content-encoding') !== 'gzip') return undefined
      for (const refused of ['gzip;q=0', 'gzip; q=0.000, identity;q=0.5', '*;q=0, identity']) {
        const exchange = await send(toRequest(page, { 'Accept-Encoding': refused }))
        if (exchange.answer.status === 200 && exchange.answer.headers.get('content-encoding') === 'gzip')
          return failed(
            `${page.path} was sent as gzip to \`Accept-Encoding: ${refused}\`.`,
            exchange,
            lineOf('Content-Encoding'),
          )
      }
      return passed()
    },
  )
}
