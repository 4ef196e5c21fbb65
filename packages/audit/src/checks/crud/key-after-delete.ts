import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { clear } from './create.ts'
import { acrossKeyed, isSame, KEY_DRAFT } from './keyed.ts'
import { KEYS } from './mend-keys.ts'
import { isSuccess } from './seen.ts'

export const keyAfterDelete = check({
  id: 'crud/key-after-delete',
  claim: 'A replay makes nothing, also where what the first request made is gone.',
  severity: 'should',
  source: KEY_DRAFT,
  mend: KEYS,
  needs: ['resource'],
  run: (inspection) =>
    acrossKeyed(inspection, async (keyed) => {
      const { resource, newBody, newKey, post, addressIn } = keyed
      if (!resource.methods.includes('delete'))
        return inconclusive(`Items of ${resource.path} cannot be deleted.`)
      const { json } = newBody()
      const key = newKey()
      const first = await post(json, key)
      const path = addressIn(first)
      if (!isSuccess(first) || path === undefined)
        return inconclusive(`POST ${resource.path} was answered with ${statusLine(first.answer)}.`)
      await clear(inspection, resource, [path])
      const again = await post(json, key)
      if (!isSuccess(again) || isSame(keyed, first, again)) return passed()
      return failed(
        `${path} was made with a key and deleted; the same request again with that key made ${addressIn(again) ?? 'another item'}.`,
        [
          { exchange: first, says: 'Making it.' },
          { exchange: again, says: 'The same request, late.' },
        ],
      )
    }),
  flaw: forgettingDeleted(),
})

/** The sound server, whose keys are a column of the notes. */
function forgettingDeleted() {
  let deleted = false
  return flawed((request, _, pass) => {
    if (request.method === 'DELETE') deleted = true
    else if (deleted && request.method === 'POST') delete request.headers['idempotency-key']
    pass()
  })
}
