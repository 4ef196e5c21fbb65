import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { newBody } from './body.ts'
import { acrossBulk } from './bulk.ts'
import { listOf } from './list.ts'
import { isRefused } from './seen.ts'
import { has, walk } from './walk.ts'
import { wrongMembers } from './wrong-body.ts'

const BATCH = text('AIP-231 and AIP-233: batch methods are atomic', 'https://google.aip.dev/233')

export const bulkAtomic = check({
  id: 'crud/bulk-atomic',
  claim: 'A bulk request that fails has done nothing.',
  severity: 'must',
  source: BATCH,
  mend: {
    general:
      'Do all operations in one transaction, and undo it with the first that fails; or answer 200 or 207 with a status for each. Who is told that it failed sends all of it again.',
    stacks: {
      Django: 'transaction.atomic() around the loop, or bulk_create after all are checked',
      'Spring Boot': '@Transactional on the method that has the loop',
      Rails: 'ActiveRecord::Base.transaction with save!',
    },
  },
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossBulk(inspection, async ({ resource, path, bodyFor }, markers) => {
      const { target, random, send } = inspection
      const [wrong] = wrongMembers(target, resource, 'create', random)
      if (wrong === undefined)
        return inconclusive(`POST ${resource.path} is not described to refuse any value.`)
      const [one, two, three] = [0, 1, 2].map(() => newBody(resource, random))
      if (one === undefined || two === undefined || three === undefined) return undefined
      for (const { marker } of [one, two, three]) markers.add(marker)
      const json = bodyFor([one.json, two.json, { ...three.json, [wrong.name]: wrong.value }])
      const answered = await send({ method: 'POST', path, as: resource.as, json })
      const walked = await walk(inspection, listOf(resource))
      const made = [one, two, three].filter(({ marker }) => has(walked.items, marker))
      if (!isRefused(answered))
        return inconclusive(
          `POST ${path} was answered with ${statusLine(answered.answer)} although ${wrong.says}.`,
        )
      if (made.length === 0)
        return walked.whole
          ? passed()
          : inconclusive(`It is not known whether ${resource.path} shows all items.`)
      const page = walked.pages.find(({ items }) => made.some(({ marker }) => has(items, marker)))
      return failed(
        `POST ${path} with three operations was refused with ${statusLine(answered.answer)} (${wrong.says} in the third), and made ${made.length}.`,
        [
          { exchange: answered, says: 'It is refused.' },
          ...(page === undefined ? [] : [{ exchange: page.answered, says: 'What the list shows then.' }]),
        ],
      )
    }),
  flaw: store({ bulkInPart: true }),
  sound: store(),
})
