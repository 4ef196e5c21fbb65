import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossLists, ask, probed, sizeName, withQuery } from './list.ts'
import { PARAMETERS } from './mend-pages.ts'
import { isFault, isRefused, isSuccess, STATUS } from './seen.ts'
import { itemsFor } from './some-items.ts'
import { nextPath } from './walk.ts'

export const cursorChecked = check({
  id: 'crud/cursor-checked',
  claim: 'A cursor that was not given out is a 4xx.',
  severity: 'should',
  source: rfc(9110, '15.5.1'),
  mend: {
    general:
      'Sign the cursor, with the order and the filters that it belongs to, and answer 400 to one that does not fit. What is only encoded is a way to choose the values of a query.',
    stacks: PARAMETERS.stacks ?? {},
  },
  changes: true,
  run: (inspection) =>
    acrossLists(inspection, async (known) => {
      await using _ = await itemsFor(inspection, known, 2)
      const list = await probed(inspection, known)
      const size = sizeName(list)
      const first = await ask(inspection, list, size === undefined ? {} : { [size]: 1 })
      const next =
        first.page &&
        nextPath(list, first.page, first.answered.request?.path ?? list.path, first.answered.origin)
      const cursor = next === undefined ? undefined : cursorIn(next)
      if (next === undefined || cursor === undefined)
        return inconclusive(`${list.path} has no next page with a cursor.`)
      for (const { says, value, isGarbage } of spoilt(cursor.value)) {
        const answered = await inspection.send({
          path: withQuery(next, { [cursor.name]: value }),
          as: list.as,
        })
        // What was changed a little may be another place in the same list; what never was one has to be refused.
        if (isRefused(answered) || (isSuccess(answered) && !isGarbage)) continue
        if (!isFault(answered) && !isSuccess(answered)) continue
        return failed(
          `GET ${list.path} with ${says} for "${cursor.name}" was answered with ${statusLine(answered.answer)}; 4xx was expected.`,
          answered,
          STATUS,
        )
      }
      return passed()
    }),
  flaw: tampered((answer, { url = '' }) => {
    if (answer.status === 400 && url.includes('cursor=')) answer.status = 500
  }),
})

/** The parameter that leads to the next page, where it is no plain number. */
function cursorIn(path: string): { readonly name: string; readonly value: string } | undefined {
  const query = new URLSearchParams(path.split('?')[1] ?? '')
  const [name, value] =
    [...query].find(
      ([each, text]) =>
        text.length >= 6 && !/^-?\d+$/.test(text) && CURSOR.test(each.replaceAll(/[_.-]/g, '')),
    ) ?? []
  return name === undefined || value === undefined ? undefined : { name, value }
}

const CURSOR = /cursor|after|before|token|marker|continu|^page|^next/i

function spoilt(cursor: string) {
  const middle = Math.floor(cursor.length / 2)
  const other = cursor[middle] === 'A' ? 'B' : 'A'
  return [
    { says: 'a made-up text', value: 'audit-nonsense', isGarbage: true },
    { says: 'only quotes', value: `'"`, isGarbage: true },
    { says: 'a NUL', value: '\0', isGarbage: true },
    { says: 'an empty object in Base64', value: 'e30', isGarbage: true },
    { says: 'a text of 5,000 letters', value: 'A'.repeat(5000), isGarbage: true },
    {
      says: 'one letter changed',
      value: `${cursor.slice(0, middle)}${other}${cursor.slice(middle + 1)}`,
      isGarbage: false,
    },
    { says: 'its half', value: cursor.slice(0, middle), isGarbage: false },
  ]
}
