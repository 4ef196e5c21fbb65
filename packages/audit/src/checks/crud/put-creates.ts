import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import type { AuditConfig } from '../../target/config.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { newBody } from './body.ts'
import { clear } from './create.ts'
import { acrossResources } from './item.ts'
import { putStatus } from './put-status.ts'
import { isGone, isSuccess, STATUS } from './seen.ts'

/** Things at addresses of the client's choice. */
const AT_ADDRESSES: AuditConfig = {
  resources: [
    {
      path: '/things',
      example: { name: 'Thing {{random}}', text: 'Some text', rank: 5 },
      text: 'name',
      putAt: ['/things/{{random}}'],
    },
  ],
}

export const putCreates = check({
  id: 'crud/put-creates',
  claim: 'PUT that makes something is answered with 201.',
  severity: 'must',
  source: rfc(9110, '9.3.4'),
  mend: putStatus.mend,
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['read'], async ({ putAt, as, ...resource }) => {
      if (putAt === undefined)
        return inconclusive(
          `Items of ${resource.path} are not known to be made with PUT; name addresses for them with "putAt".`,
        )
      const { send, random } = inspection
      const path = putAt()
      const before = await send({ path, as })
      if (!isGone(before)) return inconclusive(`${path} is ${statusLine(before.answer)} before it is made.`)
      const { json } = newBody({ ...resource, as, putAt }, random)
      const answered = await send({ method: 'PUT', path, as, json })
      try {
        const after = await send({ path, as })
        if (!isSuccess(answered) || answered.answer.status === 202 || !isSuccess(after))
          return inconclusive(`PUT ${path} was answered with ${statusLine(answered.answer)}.`)
        if (answered.answer.status === 201) return passed()
        return failed(
          `PUT ${path} made what was not there, and was answered with ${statusLine(answered.answer)}; 201 was expected.`,
          [
            { exchange: before, says: 'It was not there.' },
            { exchange: answered, says: 'Making it.' },
          ],
          STATUS,
        )
      } finally {
        await clear(inspection, { ...resource, as, putAt }, [path])
      }
    }),
  flaw: store({ putSaysOk: true }, AT_ADDRESSES),
  sound: store({}, AT_ADDRESSES),
})
