import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { newBody } from './body.ts'
import { clear } from './create.ts'
import { acrossResources } from './item.ts'
import { listOf } from './list.ts'
import { isRefused, isSuccess, soon } from './seen.ts'
import { has, walk } from './walk.ts'
import { writingFirst } from './writes-first-specimen.ts'
import { wrongMembers } from './wrong-body.ts'
import { addressOf } from './address.ts'

export const failedCreate = check({
  id: 'crud/failed-create',
  claim: 'A creation that is refused makes nothing.',
  severity: 'must',
  source: rfc(9110, '15.5'),
  mend: {
    general:
      'Check all of the content before anything is written, and write in one transaction that a failure undoes. The client corrects the mistake and sends it again: then there are two.',
    stacks: {
      Django: 'ATOMIC_REQUESTS, or transaction.atomic around the view',
      'Spring Boot': '@Transactional on the method of the service, @Valid on the content',
      Rails: 'save! within a transaction, and 422 for ActiveRecord::RecordInvalid',
    },
  },
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossResources(inspection, ['create', 'list'], async (resource) => {
      const { target, random, send } = inspection
      const { path, as, operations } = resource
      const [wrong] = wrongMembers(target, resource, 'create', random)
      if (wrong === undefined || operations['create'] === undefined)
        return inconclusive(`POST ${path} is not described to refuse any value.`)
      const { json, marker } = newBody(resource, random)
      const answered = await send({ method: 'POST', path, as, json: { ...json, [wrong.name]: wrong.value } })
      if (isSuccess(answered)) {
        await clear(inspection, resource, [addressOf(answered, resource)])
        return inconclusive(`POST ${path} was not refused although ${wrong.says}.`)
      }
      if (!isRefused(answered))
        return inconclusive(`POST ${path} was answered with ${statusLine(answered.answer)}.`)
      // That the list would show it is seen by one that is right.
      const right = newBody(resource, random)
      const made = await send({ method: 'POST', path, as, json: right.json })
      if (!isSuccess(made)) return inconclusive(`POST ${path} was answered with ${statusLine(made.answer)}.`)
      const list = listOf(resource)
      try {
        const walked = await soon(
          () => walk(inspection, list),
          ({ items }) => has(items, right.marker),
        )
        const page = walked.pages.find(({ items }) => has(items, marker))
        if (page !== undefined)
          return failed(
            `POST ${path} was refused with ${statusLine(answered.answer)} (${wrong.says}), and the list shows what was sent.`,
            [
              { exchange: answered, says: 'It was refused.' },
              { exchange: page.answered, says: 'The list shows it.' },
            ],
          )
        return has(walked.items, right.marker)
          ? passed()
          : inconclusive(`The list ${path} does not show what was made either.`)
      } finally {
        await clear(inspection, resource, [addressOf(made, resource)])
      }
    }),
  flaw: writingFirst('POST'),
})
