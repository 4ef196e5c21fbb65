import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossCreating, isSame, KEY_DRAFT } from './keyed.ts'
import { KEYS } from './mend-keys.ts'
import { isSuccess } from './seen.ts'

export const keySupported = check({
  id: 'crud/key-supported',
  claim: 'What makes items can be sent again without harm: it takes an Idempotency-Key.',
  severity: 'may',
  source: KEY_DRAFT,
  mend: KEYS,
  needs: ['resource'],
  run: (inspection) =>
    acrossCreating(inspection, async (keyed) => {
      const { resource, addressIn, replayed } = keyed
      const [first, again] = replayed
      if (isSame(keyed, first, again)) return passed()
      if (addressIn(first) === undefined || !isSuccess(again))
        return inconclusive(
          `POST ${resource.path} does not tell where the item is, or refuses the same one twice.`,
        )
      return failed(
        `POST ${resource.path} was sent twice with one Idempotency-Key, and made ${addressIn(first)} and ${addressIn(again)}: when a connection breaks, a client cannot send it again.`,
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
