import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems, makeItem } from './item.ts'
import { COMPARE_AND_CHANGE } from './mend-conditions.ts'
import { isSuccess, shows, STATUS } from './seen.ts'
import { changesOf, changing, strongTag, withTag } from './tagged-item.ts'

export const staleRefused = check({
  id: 'crud/stale-refused',
  claim: 'PUT, PATCH and DELETE with an older tag are 412 and change nothing.',
  severity: 'must',
  source: [rfc(9110, '13.1.1'), rfc(9110, '13.2.1')],
  mend: COMPARE_AND_CHANGE,
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, [], async ({ resource }) => {
      const verbs = changesOf(resource)
      return across(verbs, `Items of ${resource.path} cannot be changed.`, async (verb) => {
        await using item = await makeItem(inspection, resource)
        const { path } = item
        const old = strongTag(item.shown, path)
        const canChange = resource.methods.includes('patch') || resource.methods.includes('replace')
        if (canChange && !isSuccess(await item.change())) return inconclusive(`${path} could not be changed.`)
        const before = await item.read()
        // Where nothing can be changed, a tag of another version has to be made up.
        const stale = canChange ? old : '"of another version"'
        if (strongTag(before, path) === stale)
          return inconclusive(`The ETag of ${path} is the same after a change.`)
        const { request, marker } = changing(verb, item)
        const answered = await inspection.send(withTag(request, stale))
        const after = await item.read()
        const isChanged = verb === 'DELETE' ? !isSuccess(after) : shows(after, marker)
        const what = `${verb} ${path} with \`If-Match: ${stale}\`, of an older state,`
        if (isChanged || isSuccess(answered))
          return failed(
            `${what} was answered with ${statusLine(answered.answer)}${isChanged ? ' and done' : ''}; 412 was expected.`,
            [
              { exchange: before, says: 'The state that there is, and its ETag.' },
              { exchange: answered, says: 'A change of the state before.' },
              { exchange: after, says: 'Afterwards.' },
            ],
            STATUS,
          )
        return passed()
      })
    }),
  flaw: flawed((request, _, pass) => {
    if (request.method === 'DELETE') delete request.headers['if-match']
    pass()
  }),
})
