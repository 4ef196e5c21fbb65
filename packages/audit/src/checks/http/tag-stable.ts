import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf } from './field-syntax.ts'
import { sample } from './survey.ts'
import { toRequest } from './while-steady.ts'

export const tagStable = check({
  id: 'http/tag-stable',
  claim: 'The same content has the same tag each time.',
  severity: 'should',
  source: rfc(9110, '8.8.1'),
  mend: {
    general:
      'Make the tag of the content or of its version, and of nothing else: not of the time of the answer, a request id, or what differs between servers, such as inode numbers.',
    stacks: {
      Apache: 'FileETag MTime Size, without INode',
      nginx: 'nothing: time and size are what it takes',
    },
  },
  async run({ send, target }) {
    return across(sample(target.pages, 6), 'None of its pages has an ETag.', async (page) => {
      const one = await send(toRequest(page))
      const tag = one.answer.headers.get('etag')
      if (tag === undefined) return undefined
      const other = await send(toRequest(page))
      const now = other.answer.headers.get('etag')
      if (one.answer.status !== other.answer.status || !one.answer.body.equals(other.answer.body))
        return undefined
      if (now === tag) return passed()
      return failed(
        `${page.path} said the same twice, first with the tag ${tag}, then with ${now ?? 'none'}.`,
        [
          { exchange: one, says: 'The first answer.' },
          { exchange: other, says: 'The second one, with the same content.' },
        ],
        lineOf('ETag'),
      )
    })
  },
  flaw: tampered(({ headers }) => {
    headers['etag'] = `"${Math.random()}"`
  }),
})
