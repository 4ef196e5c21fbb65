import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import { newBody, objectWith } from '../crud/body.ts'
import { addressOf } from '../crud/address.ts'
import { clear } from '../crud/create.ts'
import { acrossItems } from '../crud/item.ts'
import { isRefused, isSuccess } from '../crud/seen.ts'
import { wrongMembers } from '../crud/wrong-body.ts'

export const refusalsAgree = check({
  id: 'layers/refusals-agree',
  claim: 'Every way in refuses the same things.',
  severity: 'should',
  source: text(
    'Evans, Domain-Driven Design Reference: entities and their invariants',
    'https://www.domainlanguage.com/ddd/reference/',
  ),
  mend: {
    general:
      'Write each rule once, in the layer that POST, PUT and PATCH go through, and not in their handlers: what one of them lets in is in the data that all others trust.',
    stacks: {
      Rails: 'validations in the model, and no update_columns',
      Django: 'one serializer for POST, PUT and PATCH (with partial=True)',
      'Spring Boot': 'rules in the entity or service; @Valid on @PatchMapping, too',
    },
  },
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossItems(inspection, ['create'], async (item) => {
      const { resource, path } = item
      const { target, random, send } = inspection
      const methods = resource.methods.filter((method) => method === 'replace' || method === 'patch')
      let compared = 0
      for (const { name, value, says } of wrongMembers(target, resource, 'create', random)) {
        const made = await send({
          method: 'POST',
          path: resource.path,
          as: resource.as,
          json: { ...newBody(resource, random).json, [name]: value },
        })
        if (!isRefused(made)) {
          await clear(inspection, resource, isSuccess(made) ? [addressOf(made, resource)] : [])
          continue
        }
        for (const method of methods) {
          // Where null takes away, it is no value; and what may be changed may be another than what may be made.
          if (
            value === null ||
            !wrongMembers(target, resource, method, random).some((each) => each.name === name)
          )
            continue
          const { json } = item.other()
          const answered =
            method === 'patch'
              ? await item.patch({ [name]: value })
              : await item.put({ ...json, [name]: value })
          compared++
          const after = await item.read()
          const stored = objectWith(jsonOf(after.answer), Object.keys(item.body.json))?.[name]
          if (!isSuccess(answered) || JSON.stringify(stored) !== JSON.stringify(value)) continue
          return failed(
            `POST ${resource.path} refused ${JSON.stringify(value).slice(0, 60)} for "${name}" with ${statusLine(made.answer)} (${says.slice(0, 200)}); ${method === 'patch' ? 'PATCH' : 'PUT'} ${path} stored it.`,
            [
              { exchange: made, says: 'POST refuses it.' },
              { exchange: answered, says: 'Another way in takes it.' },
              { exchange: after, says: 'What was stored.' },
            ],
          )
        }
      }
      return compared > 0
        ? passed()
        : inconclusive(
            `POST ${resource.path} is not described to refuse a value that can also be sent in a change.`,
          )
    }),
  flaw: store({ ruledWhenNew: true }),
})
