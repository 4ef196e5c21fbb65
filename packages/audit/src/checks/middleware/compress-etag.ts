import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sample } from '../http/survey.ts'
import { toRequest, whileSteady } from '../http/while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

export const compressEtag = check({
  id: 'middleware/compress-etag',
  claim:
    'Who has a compressed answer is told that it still holds: its tag gets 304 as that of the plain one does.',
  severity: 'should',
  source: [
    rfc(9110, '8.8.3.3'),
    text('Apache bug 45023', 'https://bz.apache.org/bugzilla/show_bug.cgi?id=45023'),
  ],
  mend: {
    general:
      'Where compression changes the tag on its way out, it has to know it again on the way in. Browsers always accept compression: without this they never get 304.',
    stacks: {
      Express: 'weak tags, which compression() leaves alone',
      Django: 'GZipMiddleware above ConditionalGetMiddleware, as its documentation orders them',
    },
  },
  async run(inspection) {
    return across(sample(inspection.target.pages, 5), 'It compresses nothing that has an ETag.', (page) => {
      const accepted = { 'Accept-Encoding': 'gzip' }
      return whileSteady(inspection, toRequest(page, accepted), async ({ answer }) => {
        const tag = answer.headers.get('etag')
        if (tag === undefined || !answer.headers.has('content-encoding')) return undefined
        const exchange = await inspection.send(toRequest(page, { ...accepted, 'If-None-Match': tag }))
        if (exchange.answer.status === 304) return passed()
        if (exchange.answer.status !== 200) return undefined
        return failed(
          `${page.path} was sent whole to who has it compressed with the tag ${tag}; 304 was expected.`,
          exchange,
          STATUS,
        )
      })
    })
  },
  flaw: flawed((request, _, pass) => {
    if (request.headers['accept-encoding'] !== undefined) delete request.headers['if-none-match']
    pass()
  }),
})
