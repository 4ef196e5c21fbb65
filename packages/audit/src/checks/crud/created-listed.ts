import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import type { Inspection } from '../../run/inspection.ts'
import type { Resource } from '../../target/target.ts'
import { acrossItems, makeItem } from './item.ts'
import { listOf } from './list.ts'
import { mayBeStored, soon } from './seen.ts'
import { has, walk, type Walked } from './walk.ts'

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
      const later = await soon(follow, ({ items }) => has(items, body.marker))
      const [page] = walked.pages
      // It may be hidden on purpose: before somebody has approved of it, or by a filter that is there unless said.
      if (!has(later.items, body.marker) || page === undefined)
        return inconclusive(`The list ${resource.path} does not show ${path}, not a second later either.`)
      if (mayBeStored(page.answered))
        return inconclusive(
          `${resource.path} may be shown out of a cache for a while, by its own Cache-Control.`,
        )
      const again = await missesAgain(inspection, resource, follow)
      if (!again)
        return inconclusive(
          `The list ${resource.path} did not show ${path} at once, and the next one it did.`,
        )
      return failed(
        `${path} was made, and the list ${resource.path} did not show it at once; a moment later it did.`,
        [
          { exchange: created, says: 'Making it.' },
          { exchange: page.answered, says: 'The list.' },
        ],
      )
    }),
  flaw: lagging(),
})

/** Whether another one is not to be seen at once either: pages shift while others write, so that one can slip through. */
async function missesAgain(
  inspection: Inspection,
  resource: Resource,
  follow: () => Promise<Walked>,
): Promise<boolean> {
  await using item = await makeItem(inspection, resource)
  const { items, whole } = await follow()
  return whole && !has(items, item.body.marker)
}

/** Milliseconds that the list is behind. */
const LAG = 500

/** The sound server, whose list is read from a replica that lags. */
function lagging() {
  return tampered((answer, { method, url = '' }) => {
    if (method !== 'GET' || !/^\/notes(?:\?|$)/.test(url) || answer.status !== 200) return
    const page = JSON.parse(String(answer.body)) as { items: { createdAt: string }[] }
    const items = page.items.filter(({ createdAt }) => Date.now() - Date.parse(createdAt) > LAG)
    answer.body = Buffer.from(JSON.stringify({ ...page, items }))
  })
}
