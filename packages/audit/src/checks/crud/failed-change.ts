import { check, type Check } from '../../check.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { failedCreate } from './failed-create.ts'
import { acrossItems } from './item.ts'
import { isRefused, shows } from './seen.ts'
import { writingFirst } from './writes-first-specimen.ts'
import { wrongMembers } from './wrong-body.ts'

/** A change with a new text and a wrong member beside it. */
export function failedChange({
  id,
  method,
  claim,
  source,
}: Pick<Check, 'id' | 'claim' | 'source'> & { readonly method: 'replace' | 'patch' }): Check {
  const verb = method === 'patch' ? 'PATCH' : 'PUT'
  return check({
    id,
    claim,
    severity: 'must',
    source,
    mend: failedCreate.mend,
    needs: ['resource', 'description'],
    run: (inspection) =>
      acrossItems(inspection, [method], async (item) => {
        const { resource, path, shown } = item
        const { text } = resource
        const [wrong] = wrongMembers(inspection.target, resource, method, inspection.random)
        if (wrong === undefined || text === undefined)
          return inconclusive(`${verb} ${path} is not described to refuse any value beside its text.`)
        const { json, marker } = item.other()
        const mistaken = { [wrong.name]: wrong.value }
        const answered =
          method === 'patch'
            ? await item.patch({ [text]: json[text], ...mistaken })
            : await item.put({ ...json, ...mistaken })
        const after = await item.read()
        if (!isRefused(answered))
          return inconclusive(
            `${verb} ${path} was answered with ${statusLine(answered.answer)} although ${wrong.says}.`,
          )
        if (!shows(after, marker)) return passed()
        return failed(
          `${verb} ${path} was refused with ${statusLine(answered.answer)} (${wrong.says}), and "${text}" is what it named.`,
          [
            { exchange: shown, says: 'Before.' },
            { exchange: answered, says: 'It was refused.' },
            { exchange: after, says: 'Afterwards.' },
          ],
        )
      }),
    flaw: writingFirst(verb),
  })
}
