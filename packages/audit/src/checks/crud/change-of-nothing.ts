import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems } from './item.ts'
import { isFault, isGone, isSuccess, STATUS } from './seen.ts'
import { changesOf, changing } from './tagged-item.ts'

export const changeOfNothing = check({
  id: 'crud/change-of-nothing',
  claim: 'A change of what is not there is not said to be done.',
  severity: 'should',
  source: [rfc(9110, '15.5.5'), rfc(9110, '9.3.4')],
  mend: {
    general:
      'Look at how many rows a change has touched: none is 404. (PUT may make the item, with 201; DELETE may say 204, as it is gone.)',
    stacks: {
      'Node.js': 'if (rowCount === 0) return res.sendStatus(404)',
      Django: 'if Note.objects.filter(pk=pk).update(…) == 0: raise Http404',
      'Go net/http': 'n, _ := result.RowsAffected(); if n == 0 { http.NotFound(w, r) }',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['delete'], async (item) => {
      const { path, resource } = item
      const deleted = await item.remove()
      if (!isSuccess(deleted) || !isGone(await item.read()))
        return inconclusive(`${path} could not be deleted.`)
      return across(changesOf(resource), `Items of ${resource.path} cannot be changed.`, async (verb) => {
        const answered = await inspection.send(changing(verb, item).request)
        const after = await item.read()
        const isSaid = isSuccess(answered) && verb !== 'DELETE' && answered.answer.status !== 202
        if (!isFault(answered) && !(isSaid && isGone(after))) return passed()
        return failed(
          `${verb} ${path}, where nothing is, was answered with ${statusLine(answered.answer)}; 404 was expected.`,
          [
            { exchange: answered, says: 'The change.' },
            { exchange: after, says: 'Reading it afterwards.' },
          ],
          STATUS,
        )
      })
    }),
  flaw: sayingDone(),
})

/** The sound server, whose changes touch no row and say so to nobody. */
function sayingDone() {
  const deleted = new Set<string>()
  return flawed((request, response, pass) => {
    const { method, url = '' } = request
    if (method === 'DELETE') deleted.add(url)
    if (!deleted.has(url) || !['PUT', 'PATCH'].includes(method ?? '')) return pass()
    response.writeHead(204).end()
  })
}
