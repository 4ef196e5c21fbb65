import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossItems } from './item.ts'
import { ask, listOf, parameterFor } from './list.ts'
import { isSuccess, mayBeStored, shows, soon } from './seen.ts'
import { deletedIsGone } from './deleted-is-gone.ts'
import { has, walk } from './walk.ts'

export const deletedIsHidden = check({
  id: 'crud/deleted-is-hidden',
  claim: 'What was deleted appears in no list and no search.',
  severity: 'must',
  source: rfc(9110, '9.3.5'),
  mend: {
    general:
      'Put the condition that leaves deleted rows out into one view or scope that every query goes through, also those for lists, searches, counts and exports; drop what caches hold in the same step.',
    stacks: deletedIsGone.mend.stacks ?? {},
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['delete', 'list'], async ({ resource, path, body, remove, read }) => {
      const list = listOf(resource)
      const follow = () =>
        walk(inspection, list, { onPage: (page) => (has(page.items, body.marker) ? 'enough' : undefined) })
      const before = await follow()
      const search = parameterFor(list, 'search')
      const find = search && { [search.name]: body.marker }
      const found =
        find !== undefined && has((await ask(inspection, list, find)).page?.items ?? [], body.marker)
      if (!has(before.items, body.marker) && !found)
        return inconclusive(`The list ${resource.path} did not show ${path} before it was deleted either.`)
      const deleted = await remove()
      if (!isSuccess(deleted) || deleted.answer.status === 202 || shows(await read(), body.marker))
        return inconclusive(`${path} could not be deleted.`)
      const after = await soon(follow, ({ items }) => !has(items, body.marker))
      const shown = after.pages.find(({ items }) => has(items, body.marker))
      const where =
        shown === undefined ? undefined : { answered: shown.answered, says: `The list ${resource.path}` }
      const isHidden = ({ page }: Asked) => !has(page?.items ?? [], body.marker)
      // An index that is brought up to date every second is no leak: it gets twice the time.
      const again =
        found && find !== undefined
          ? await soon(() => soon(() => ask(inspection, list, find), isHidden), isHidden, 2)
          : undefined
      const still =
        where ??
        (again !== undefined && !isHidden(again)
          ? { answered: again.answered, says: `The search in ${resource.path}` }
          : undefined)
      if (still === undefined) return passed()
      const shownBefore = entry(before.items, body.marker)
      const shownNow = entry(after.items, body.marker)
      if (mayBeStored(still.answered))
        return inconclusive(
          `${still.says} may be shown out of a cache for a while, by its own Cache-Control.`,
        )
      if (where !== undefined && shownNow !== shownBefore)
        return inconclusive(
          `${resource.path} shows ${path} after DELETE, but says something else of it than before.`,
        )
      return failed(`${still.says} shows ${path} after it was deleted.`, [
        { exchange: deleted, says: 'Deleting it.' },
        { exchange: still.answered, says: still.says },
      ])
    }),
  flaw: keepingLists(),
})

type Asked = Awaited<ReturnType<typeof ask>>

function entry(items: readonly unknown[], marker: string): string | undefined {
  return items.map((each) => JSON.stringify(each)).find((each) => each.includes(marker))
}

/** The sound server, which hides a deleted note at its own address alone. */
function keepingLists() {
  const deleted = new Set<string>()
  return flawed((request, response, pass) => {
    const { method, url = '' } = request
    if (method === 'DELETE') deleted.add(url)
    if (!deleted.has(url)) return pass()
    response.writeHead(method === 'DELETE' ? 204 : 404).end()
  })
}
