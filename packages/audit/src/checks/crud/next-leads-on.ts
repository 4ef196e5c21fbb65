import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { isObject } from '../../target/openapi/document.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossLists, ask, probed, sizeName } from './list.ts'
import { CURSORS } from './mend-pages.ts'
import { itemsFor } from './some-items.ts'
import { nextPath, walk } from './walk.ts'

export const nextLeadsOn = check({
  id: 'crud/next-leads-on',
  claim: 'The next page is another one, and the last has none.',
  severity: 'should',
  source: [rfc(8288, '3'), rfc(5005, '3')],
  mend: CURSORS,
  changes: true,
  run: (inspection) =>
    acrossLists(inspection, async (known) => {
      await using _ = await itemsFor(inspection, known, 3)
      const list = await probed(inspection, known)
      const size = sizeName(list)
      const first = await ask(inspection, list, size === undefined ? {} : { [size]: 2 })
      const { page, answered } = first
      const path = answered.request?.path ?? list.path
      const next = page && nextPath(list, page, path, answered.origin)
      if (page === undefined || next === undefined)
        return inconclusive(`${list.path} shows no way to a next page.`)
      const second = await inspection.send({ path: next, as: list.as })
      if (second.answer.status >= 400)
        return failed(
          `The next page of ${path} is ${next}, which was answered with ${statusLine(second.answer)}.`,
          [
            { exchange: answered, says: 'The first page.' },
            { exchange: second, says: 'The next one.' },
          ],
        )
      if (next === path || second.answer.body.equals(answered.answer.body))
        return failed(`The next page of ${path} is ${next}, and shows the same.`, [
          { exchange: answered, says: 'The first page.' },
          { exchange: second, says: 'The next one.' },
        ])
      const walked = await walk(inspection, list)
      const last = walked.pages.at(-1)
      if (last === undefined) return passed()
      const after = nextPath(list, last, last.path, last.answered.origin)
      if (after === undefined || !walked.pages.some((each) => each.path === after)) return passed()
      return failed(
        `The last page of ${list.path} has a next one: ${after}, which came before.`,
        last.answered,
      )
    }),
  flaw: tampered((answer, { url = '' }) => {
    if (!/^\/(?:notes|books)\?.*limit=/.test(url) || answer.status !== 200) return
    const page: unknown = JSON.parse(String(answer.body))
    answer.headers['link'] = `<${url}>; rel="next"`
    if (isObject(page)) answer.body = Buffer.from(JSON.stringify({ ...page, next: url }))
  }),
})
