import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossKeyed, KEY_DRAFT } from './keyed.ts'
import { KEYS } from './mend-keys.ts'
import { isFault, isRefused, isSuccess, STATUS } from './seen.ts'
import { wrongMembers } from './wrong-body.ts'

export const keyOfRefused = check({
  id: 'crud/key-of-refused',
  claim: 'A request that was refused is refused again with the same key, and nothing is said to be done.',
  severity: 'should',
  source: KEY_DRAFT,
  mend: KEYS,
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossKeyed(inspection, async ({ resource, newBody, newKey, post }) => {
      const { target, random } = inspection
      const [wrong] = wrongMembers(target, resource, 'create', random)
      if (wrong === undefined)
        return inconclusive(`POST ${resource.path} is not described to refuse any value.`)
      const json = { ...newBody().json, [wrong.name]: wrong.value }
      const key = newKey()
      const first = await post(json, key)
      if (!isRefused(first))
        return inconclusive(`POST ${resource.path} was not refused although ${wrong.says}.`)
      const again = await post(json, key)
      if (!isSuccess(again) && !isFault(again)) return passed()
      return failed(
        `POST ${resource.path} was refused with ${statusLine(first.answer)}; sent again with the same key, it was answered with ${statusLine(again.answer)}.`,
        [
          { exchange: first, says: 'It is refused.' },
          { exchange: again, says: 'The same again.' },
        ],
        STATUS,
      )
    }),
  flaw: remembersBefore(),
})

/** The sound server, which takes a key that it knows for something that was done. */
function remembersBefore() {
  const keys = new Map<unknown, number>()
  return flawed((request, response, pass) => {
    const key = request.headers['idempotency-key']
    const times = (keys.get(key) ?? 0) + 1
    if (key !== undefined) keys.set(key, times)
    if (key === undefined || times === 1 || request.method !== 'POST') return pass()
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
}
