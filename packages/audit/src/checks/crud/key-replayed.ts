import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossKeyed, isSame, KEY_DRAFT } from './keyed.ts'
import { KEYS } from './mend-keys.ts'
import { isSuccess } from './seen.ts'

export const keyReplayed = check({
  id: 'crud/key-replayed',
  claim: 'The same key and request have one effect.',
  severity: 'must',
  source: KEY_DRAFT,
  mend: KEYS,
  needs: ['resource'],
  run: (inspection) =>
    acrossKeyed(inspection, async (keyed) => {
      const { resource, addressIn, replayed } = keyed
      const [first, again] = replayed
      if (isSame(keyed, first, again) || !isSuccess(again)) return passed()
      if (addressIn(first) === undefined)
        return inconclusive(`The answer to POST ${resource.path} does not tell where the item is.`)
      return failed(
        `POST ${resource.path} is described to take an Idempotency-Key; sent twice with one, it made ${addressIn(first)} and ${addressIn(again)} (${statusLine(again.answer)}).`,
        [
          { exchange: first, says: 'The first request.' },
          { exchange: again, says: 'The same again.' },
        ],
      )
    }),
  flaw: flawed((request, _, pass) => {
    delete request.headers['idempotency-key']
    pass()
  }),
})
