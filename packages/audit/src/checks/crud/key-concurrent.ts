import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { acrossKeyed, KEY_DRAFT } from './keyed.ts'
import { KEYS } from './mend-keys.ts'
import { isSuccess } from './seen.ts'

const TWINS = 12
const ROUNDS = 3

export const keyConcurrent = check({
  id: 'crud/key-concurrent',
  claim: 'Many requests at once with one key have one effect.',
  severity: 'must',
  source: KEY_DRAFT,
  mend: KEYS,
  needs: ['resource'],
  run: (inspection) =>
    acrossKeyed(inspection, async ({ resource, newBody, newKey, post, addressIn }) => {
      let made = false
      for (let round = 0; round < ROUNDS; round++) {
        const { json } = newBody()
        const key = newKey()
        const answers = await Promise.all(Array.from({ length: TWINS }, () => post(json, key)))
        const successes = answers.filter(isSuccess)
        const addresses = new Set(successes.map(addressIn))
        if (addresses.has(undefined))
          return inconclusive(`The answer to POST ${resource.path} does not tell where the item is.`)
        made ||= addresses.size === 1
        if (addresses.size <= 1) continue
        const shown = new Map(successes.map((each) => [addressIn(each), each])).values()
        return failed(
          `POST ${resource.path}, ${TWINS} times at once with one Idempotency-Key, made ${addresses.size} items.`,
          [...shown.take(3)].map((exchange) => ({ exchange, says: 'One of them.' })),
        )
      }
      return made ? passed() : inconclusive(`None of ${TWINS} requests at once with one key succeeded.`)
    }),
  flaw: lookingFirst(),
})

/** The sound server, which does the work between looking a key up and remembering it. */
function lookingFirst() {
  const seen = new Map<unknown, number>()
  return flawed((request, _, pass) => {
    const key = request.headers['idempotency-key']
    const first = seen.get(key)
    if (first === undefined) seen.set(key, performance.now())
    else if (performance.now() - first < 10) delete request.headers['idempotency-key']
    pass()
  })
}
