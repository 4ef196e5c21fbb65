import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossKeyed, KEY_DRAFT } from './keyed.ts'
import { isFault, STATUS } from './seen.ts'

/** What no client should send, and some do. */
const MALFORMED: readonly (readonly [what: string, key: string])[] = [
  ['An empty key', ''],
  ['A key of quotes alone', '""'],
  ['A key without its end', '"abc'],
  ['A key of 300 characters', `"${'k'.repeat(300)}"`],
  ['A key of 4,000 characters', 'k'.repeat(4000)],
  ['A key with letters that are not ASCII', 'schl\u00fcssel'],
  ['A key that is SQL', `' or '1'='1`],
]

export const keyMalformed = check({
  id: 'crud/key-malformed',
  claim: 'A key that is empty, too long or no text is never a fault of the server.',
  severity: 'should',
  source: KEY_DRAFT,
  mend: {
    general:
      'Check a key before you look it up: 1 to 255 printable characters, else 400. A column that is too narrow for it fails otherwise, after the work.',
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossKeyed(inspection, ({ resource, post, newBody }) =>
      across(MALFORMED, 'Nothing was sent.', async ([what, key]) => {
        const answered = await post(newBody().json, key)
        if (!isFault(answered)) return passed()
        return failed(
          `${what} for POST ${resource.path} was answered with ${statusLine(answered.answer)}; 400 was expected.`,
          answered,
          STATUS,
        )
      }),
    ),
  flaw: flawed((request, response, pass) => {
    if ((request.headers['idempotency-key']?.length ?? 0) < 200) return pass()
    response.writeHead(500).end()
  }),
})
