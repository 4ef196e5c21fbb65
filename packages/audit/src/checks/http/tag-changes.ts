import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { isWeak } from './entity-tag.ts'
import { sample } from './survey.ts'
import { toRequest } from './while-steady.ts'

export const tagChanges = check({
  id: 'http/tag-changes',
  claim: 'Other content has another strong tag.',
  severity: 'must',
  source: rfc(9110, '8.8.1'),
  mend: {
    general:
      'Make the tag after all that changes the content, or call it weak (W/"…"). A client with this tag is told that nothing has changed, and ranges of two versions are put together to one file.',
    stacks: {
      'Spring Boot': 'ShallowEtagHeaderFilter, as the outermost filter',
    },
  },
  async run({ send, target }) {
    return across(sample(target.pages, 6), 'None of its pages has a strong ETag.', async (page) => {
      const exchanges = [page.seen, await send(toRequest(page)), await send(toRequest(page))]
      const strong = exchanges.filter(({ answer }) => {
        const tag = answer.headers.get('etag')
        return answer.status === 200 && answer.complete && tag !== undefined && !isWeak(tag)
      })
      for (const one of strong)
        for (const other of strong) {
          const tag = one.answer.headers.get('etag')
          const isOther = !one.answer.body.equals(other.answer.body)
          if (tag === other.answer.headers.get('etag') && isOther)
            return failed(`${page.path} said two things with the same tag, ${tag}.`, [
              { exchange: one, says: 'One of the answers.' },
              { exchange: other, says: 'Another one, with the same tag.' },
            ])
        }
      return strong.length < 2 ? undefined : passed()
    })
  },
  flaw: tampered((answer, { url }) => {
    if (url === '/openapi.json') return
    answer.headers['etag'] = '"1"'
    answer.body = Buffer.from(String(Math.random()))
  }),
})
