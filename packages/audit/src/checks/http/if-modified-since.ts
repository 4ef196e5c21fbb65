import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { parseHttpDate } from './http-date.ts'
import { MEND_CONDITIONS } from './mend-conditions.ts'
import { sample } from './survey.ts'
import { besides } from './tagged.ts'
import { toRequest, whileSteady } from './while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

export const ifModifiedSince = check({
  id: 'http/if-modified-since',
  claim: 'What has Last-Modified answers If-Modified-Since with 304.',
  severity: 'should',
  source: rfc(9110, '13.1.3'),
  mend: MEND_CONDITIONS,
  async run(inspection) {
    return across(sample(inspection.target.pages, 6), 'None of its pages has Last-Modified.', (page) =>
      whileSteady(inspection, toRequest(page), async ({ answer }) => {
        const date = answer.headers.get('last-modified')
        if (date === undefined || parseHttpDate(date) === undefined) return undefined
        const exchange = await inspection.send(toRequest(page, { 'If-Modified-Since': date }))
        if (exchange.answer.status === 304) return passed()
        const says = `${page.path} was sent whole to who has it as of ${date}, its Last-Modified; 304 was expected.`
        return besides(exchange, page.path) ?? failed(says, exchange, STATUS)
      }),
    )
  },
  flaw: flawed((request, _, pass) => {
    delete request.headers['if-modified-since']
    pass()
  }),
})
