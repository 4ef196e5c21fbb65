import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import { acrossLists, ask, parameterFor } from './list.ts'
import { CURSORS } from './mend-pages.ts'
import { KEYSET } from './pages-complete.ts'
import { isSuccess } from './seen.ts'
import { nextPath } from './walk.ts'

/** Items below which depth costs nothing that could be measured. */
const MANY = 2000
const MOST_STEPS = 60
/** How much slower, and by how many milliseconds, is no accident. */
const TIMES = 5
const MILLISECONDS = 50
const MEASURED = 5

export const deepPageCost = check({
  id: 'crud/deep-page-cost',
  claim: 'The last page costs about what the first does.',
  severity: 'should',
  source: KEYSET,
  mend: CURSORS,
  alone: true,
  run: (inspection) =>
    acrossLists(inspection, async (list) => {
      const size = parameterFor(list, 'size')
      const { send } = inspection
      const first = await ask(inspection, list, size === undefined ? {} : { [size.name]: 100 })
      const start = first.answered.request?.path ?? list.path
      let deep = start
      let passedOver = 0
      let answered: Answered = first.answered
      let page = first.page
      for (let steps = 0; steps < MOST_STEPS && page !== undefined; steps++) {
        const next = nextPath(list, page, deep, answered.origin)
        if (next === undefined) break
        passedOver += page.items.length
        deep = next
        const asked = await ask(inspection, { ...list, path: next })
        answered = asked.answered
        page = asked.page
      }
      if (passedOver < MANY)
        return inconclusive(
          `${list.path} has too few items, or small pages: ${passedOver} were passed over, and it takes ${MANY} to tell.`,
        )
      const measure = async (path: string) => {
        const times: number[] = []
        for (let n = 0; n < MEASURED; n++) {
          const exchange = await send({ path, as: list.as })
          if (isSuccess(exchange)) times.push(exchange.answer.firstByte)
        }
        return Math.min(...times)
      }
      const [near, far] = [await measure(start), await measure(deep)]
      if (far < near * TIMES || far - near < MILLISECONDS) return passed()
      return failed(
        `The first page of ${list.path} takes ${near.toFixed(0)} ms, and that behind ${passedOver} items ${far.toFixed(0)} ms, each the best of ${MEASURED}.`,
        [
          { exchange: first.answered, says: 'The first page.' },
          { exchange: answered, says: 'The deep one.' },
        ],
      )
    }),
  flaw: store({ slowDeep: true, begins: 2500 }),
  sound: store({ begins: 2500 }),
})
