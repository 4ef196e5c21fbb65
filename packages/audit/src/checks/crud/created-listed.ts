import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossItems } from './item.ts'
import { listOf } from './list.ts'
import { soon } from './seen.ts'
import { has, walk } from './walk.ts'

export const createdListed = check({
  id: 'crud/created-listed',
  claim: 'What was made stands in the list at once.',
  severity: 'should',
  source: rfc(9110, '9.3.3'),
  mend: {
    general:
      'Have the list read where the items are written, or drop what a cache holds of it in the same step. People add a thing, look at the list, do not see it and add it again.',
    stacks: {
      Django: 'cache.delete(key) in transaction.on_commit, where the list is cached',
      'Spring Boot': '@CacheEvict(cacheNames = "notes", allEntries = true) on what writes',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['list'], async ({ resource, path, body, created }) => {
      const list = listOf(resource)
      const follow = () =>
        walk(inspection, list, { onPage: (page) => (has(page.items, body.marker) ? 'enough' : undefined) })
      const walked = await follow()
      if (has(walked.items, body.marker)) return passed()
      if (!walked.whole)
        return inconclusive(`It is not known whether what GET ${resource.path} shows is the whole list.`)
      // Others make and delete meanwhile; pages that shift by it are another claim's.
      const later = await soon(follow, ({ items }) => has(items, body.marker))
      const [page] = walked.pages
      const when = has(later.items, body.marker) ? 'at once; a moment later it is there' : 'at all'
      return failed(`${path} was made, and the list ${resource.path} does not show it ${when}.`, [
        { exchange: created, says: 'Making it.' },
        ...(page === undefined ? [] : [{ exchange: page.answered, says: 'The list.' }]),
      ])
    }),
  // It is made anew at night.
  flaw: tampered((answer, { method, url = '' }) => {
    if (method === 'GET' && /^\/notes(?:\?|$)/.test(url)) answer.body = Buffer.from('{"items":[]}')
  }),
})
