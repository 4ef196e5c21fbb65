import { check } from '../../check.ts'
import { failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { byKeyAlone } from './by-key-alone-specimen.ts'
import { acrossKeyed, isSame, KEY_DRAFT } from './keyed.ts'
import { KEYS } from './mend-keys.ts'
import { isRefused, isSuccess, STATUS } from './seen.ts'

export const keyReused = check({
  id: 'crud/key-reused',
  claim: 'The same key with another request is refused.',
  severity: 'should',
  source: KEY_DRAFT,
  mend: KEYS,
  needs: ['resource'],
  run: (inspection) =>
    acrossKeyed(inspection, async (keyed) => {
      const { resource, newBody, newKey, post } = keyed
      const key = newKey()
      const first = await post(newBody().json, key)
      const other = await post(newBody().json, key)
      if (!isSuccess(first) || isRefused(other)) return passed()
      const how = isSame(keyed, first, other)
        ? 'was answered as the first was, so that the second is lost and nobody hears of it'
        : `was answered with ${statusLine(other.answer)}`
      return failed(
        `POST ${resource.path} with a key that was used for other content ${how}; 422 was expected.`,
        [
          { exchange: first, says: 'The first request.' },
          { exchange: other, says: 'Another one with the same key.' },
        ],
        STATUS,
      )
    }),
  flaw: byKeyAlone(),
})
