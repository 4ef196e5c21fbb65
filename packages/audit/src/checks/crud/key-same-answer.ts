import { isDeepStrictEqual } from 'node:util'
import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { failed, passed } from '../../verdict.ts'
import { isJson, jsonOf, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { acrossKeyed, KEY_DRAFT } from './keyed.ts'
import { KEYS } from './mend-keys.ts'
import { STATUS } from './seen.ts'

export const keySameAnswer = check({
  id: 'crud/key-same-answer',
  claim: 'A replay with the same key is answered as the first request was.',
  severity: 'should',
  source: KEY_DRAFT,
  mend: KEYS,
  needs: ['resource'],
  run: (inspection) =>
    acrossKeyed(inspection, async ({ resource, replayed }) => {
      const [first, again] = replayed
      const what = `POST ${resource.path} was sent twice with one Idempotency-Key; the second answer`
      const isOther = first.answer.status !== again.answer.status
      if (!isOther && isDeepStrictEqual(contentOf(first), contentOf(again))) return passed()
      const how = isOther
        ? `was ${statusLine(again.answer)}, and the first ${statusLine(first.answer)}.`
        : 'has other content than the first.'
      return failed(
        `${what} ${how}`,
        [
          { exchange: first, says: 'The first request.' },
          { exchange: again, says: 'The same again.' },
        ],
        STATUS,
      )
    }),
  flaw: refusingAgain(),
})

function contentOf({ answer }: Answered): unknown {
  return isJson(answer) ? jsonOf(answer) : answer.body
}

/** The sound server, which takes a replay for a conflict. */
function refusingAgain() {
  const keys = new Set<unknown>()
  return tampered((answer, { headers }) => {
    const key = headers['idempotency-key']
    if (key === undefined || answer.status !== 201) return
    if (keys.has(key)) answer.status = 409
    keys.add(key)
  })
}
