import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { demanding } from './demanding-specimen.ts'
import { acrossItems, makeItem } from './item.ts'
import { isRefused, isSuccess, STATUS } from './seen.ts'
import { changesOf, changing, strongTag, withTag } from './tagged-item.ts'

const METHODS = { PUT: 'replace', PATCH: 'patch', DELETE: 'delete' } as const

export const preconditionRequired = check({
  id: 'crud/precondition-required',
  claim: 'Where a condition is demanded, a change without one is 428.',
  severity: 'should',
  source: rfc(6585, '3'),
  mend: {
    general:
      'Refuse a change that names no version with 428, and say in it that If-Match is missing. 412 says that the version was another one, and 400 that the request cannot be read: a client reads again, or gives up.',
    stacks: {
      Express: "if (!req.get('If-Match')) return res.status(428).json({ title: 'Send If-Match' })",
      'ASP.NET Core': 'Results.Problem(statusCode: 428, detail: "Send If-Match.")',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, [], ({ resource }) =>
      across(changesOf(resource), `Items of ${resource.path} cannot be changed.`, async (verb) => {
        await using item = await makeItem(inspection, resource)
        const { path } = item
        const tag = strongTag(item.shown, path)
        const { request } = changing(verb, item)
        const without = await inspection.send(request)
        const { status } = without.answer
        if (status === 428) return passed()
        const isDescribed = resource.operations[METHODS[verb]]?.answers['428'] !== undefined
        if (isSuccess(without))
          return isDescribed
            ? failed(
                `${verb} ${path} without a condition is described to be 428, and was done.`,
                without,
                STATUS,
              )
            : inconclusive(`${verb} ${path} demands no condition.`)
        const given = await inspection.send(withTag(request, tag))
        if (!isRefused(without) || !isSuccess(given))
          return inconclusive(
            `${verb} ${path} was answered with ${statusLine(without.answer)}, with and without a condition.`,
          )
        return failed(
          `${verb} ${path} is done with If-Match, and without it answered with ${statusLine(without.answer)}; 428 was expected.`,
          [
            { exchange: without, says: 'Without a condition.' },
            { exchange: given, says: 'The same with If-Match.' },
          ],
          STATUS,
        )
      }),
    ),
  flaw: demanding(412),
  sound: demanding(428),
})
