import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { demanding } from '../crud/demanding-specimen.ts'
import { acrossItems, makeItem } from '../crud/item.ts'
import { preconditionRequired as inCrud } from '../crud/precondition-required.ts'
import { isSuccess, STATUS } from '../crud/seen.ts'
import { changesOf, changing, strongTag, withTag } from '../crud/tagged-item.ts'
import { rewritten } from '../../flaws/rewritten.ts'

export const preconditionRequired = check({
  id: 'http/precondition-required',
  claim: 'Whoever is told that a condition is missing (428) succeeds with one.',
  severity: 'should',
  source: rfc(6585, '3'),
  mend: inCrud.mend,
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, [], ({ resource }) =>
      across(changesOf(resource), `Items of ${resource.path} cannot be changed.`, async (verb) => {
        await using item = await makeItem(inspection, resource)
        const { path } = item
        const { request } = changing(verb, item)
        const without = await inspection.send(request)
        if (without.answer.status !== 428) return inconclusive(`${verb} ${path} demands no condition.`)
        if (without.answer.body.length === 0)
          return failed(
            `428 for ${verb} ${path} has no content, which should say how to send it again.`,
            without,
            STATUS,
          )
        const given = await inspection.send(withTag(request, strongTag(item.shown, path)))
        if (isSuccess(given)) return passed()
        return failed(
          `${verb} ${path} is 428 without a condition, and with the ETag that was read it is ${statusLine(given.answer)}.`,
          [
            { exchange: item.shown, says: 'Reading it, with its ETag.' },
            { exchange: without, says: 'Without a condition.' },
            { exchange: given, says: 'With the ETag.' },
          ],
          STATUS,
        )
      }),
    ),
  flaw: rewritten(({ method }) =>
    ['PUT', 'PATCH', 'DELETE'].includes(method ?? '') ? { status: 428 } : undefined,
  ),
  sound: demanding(428),
})
