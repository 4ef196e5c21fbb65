import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf } from './field-syntax.ts'
import { sample } from './survey.ts'
import { toRequest } from './while-steady.ts'

export const codingAccepted = check({
  id: 'http/coding-accepted',
  claim: 'Who accepts no coding that there is gets none.',
  severity: 'should',
  source: rfc(9110, '12.5.3'),
  mend: {
    general:
      'Read Accept-Encoding as a list with weights, and send plain content where nothing in it is known.',
    stacks: { nginx: 'gzip_static on; not "always"', Express: 'the compression package reads it' },
  },
  async run({ send, target }) {
    return across(sample(target.pages, 4), 'It compresses nothing, which it need not.', async (page) => {
      const usual = await send(toRequest(page, { 'Accept-Encoding': 'gzip, br' }))
      if (!usual.answer.headers.has('content-encoding')) return undefined
      for (const value of ['', 'identity', 'nothing-has-this']) {
        const exchange = await send(toRequest(page, { 'Accept-Encoding': value }))
        const coding = exchange.answer.headers.get('content-encoding')
        if (exchange.answer.status === 200 && coding !== undefined && coding !== 'identity')
          return failed(
            `${page.path} was sent as "${coding}" to \`Accept-Encoding: ${value}\`.`,
            exchange,
            lineOf('Content-Encoding'),
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, _, pass) => {
    if (request.headers['accept-encoding'] !== undefined) request.headers['accept-encoding'] = 'gzip'
    pass()
  }),
})
