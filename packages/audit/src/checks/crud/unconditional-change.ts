import { check } from '../../check.ts'
import { sound } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { demanding } from './demanding-specimen.ts'
import { acrossItems, makeItem } from './item.ts'
import { preconditionRequired } from './precondition-required.ts'
import { isRefused, isSuccess, shows, STATUS } from './seen.ts'
import { changesOf, changing, strongTag } from './tagged-item.ts'

export const unconditionalChange = check({
  id: 'crud/unconditional-change',
  claim: 'Nobody changes a state that they have not read: a change without a condition is refused.',
  severity: 'may',
  source: rfc(6585, '3'),
  mend: preconditionRequired.mend,
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, [], ({ resource }) =>
      across(
        changesOf(resource).filter((verb) => verb !== 'DELETE'),
        `Items of ${resource.path} cannot be changed.`,
        async (verb) => {
          await using item = await makeItem(inspection, resource)
          strongTag(item.shown, item.path)
          const { request, marker } = changing(verb, item)
          const without = await inspection.send(request)
          if (isRefused(without)) return passed()
          if (!isSuccess(without) || !shows(await item.read(), marker))
            return inconclusive(`${verb} ${item.path} was answered with ${statusLine(without.answer)}.`)
          return failed(
            `${verb} ${item.path} without If-Match was done, so that of two people who change the same item one undoes the other’s work and neither hears of it; 428 would tell.`,
            without,
            STATUS,
          )
        },
      ),
    ),
  flaw: sound,
  sound: demanding(428),
})
