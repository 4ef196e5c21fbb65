import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { varies } from '../http/vary.ts'
import { sample } from '../http/survey.ts'
import { toRequest } from '../http/while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

export const compressVary = check({
  id: 'middleware/compress-vary',
  claim: 'Answers that can be compressed have Vary: Accept-Encoding, compressed or not.',
  severity: 'should',
  source: [rfc(9110, '12.5.5'), rfc(9110, '12.5.3')],
  mend: {
    general:
      'Add Accept-Encoding to Vary wherever compression is considered, also where the answer then goes out plain: the plain one is what a cache has when the next client asks.',
    stacks: {
      nginx: 'gzip_vary on;',
      Caddy: 'header Vary Accept-Encoding beside encode',
      Express: 'compression() does it, unless a later res.set of Vary replaces it: use res.vary',
      Apache: 'mod_deflate does it',
    },
  },
  async run({ send, target }) {
    return across(sample(target.pages, 5), 'It compresses nothing that a cache may share.', async (page) => {
      const coded = await send(toRequest(page, { 'Accept-Encoding': 'gzip, br' }))
      if (coded.answer.status !== 200 || !coded.answer.headers.has('content-encoding')) return undefined
      const plain = await send(toRequest(page, { 'Accept-Encoding': 'identity' }))
      if (plain.answer.status !== 200) return undefined
      for (const exchange of [coded, plain]) {
        const fault = varies(exchange, 'Accept-Encoding')
        if (fault === undefined) continue
        const how = exchange === coded ? `as ${coded.answer.headers.get('content-encoding')}` : 'plain'
        return failed(`${page.path} was sent ${how} ${fault}, and depends on it.`, exchange, STATUS)
      }
      return passed()
    })
  },
  flaw: tampered(({ headers }) => {
    if (headers['content-encoding'] === undefined) delete headers['vary']
  }),
})
