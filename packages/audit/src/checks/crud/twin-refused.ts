import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { newBody } from './body.ts'
import { addressOf } from './address.ts'
import { clear } from './create.ts'
import { acrossResources } from './item.ts'
import { isFault, isRefused, isSuccess, STATUS } from './seen.ts'

const AT_ONCE = 10

export const twinRefused = check({
  id: 'crud/twin-refused',
  claim: 'A second item with what has to be unique is refused with 4xx, and is no fault of the server.',
  severity: 'should',
  source: [rfc(9110, '15.5.10'), rfc(9110, '15.6.1')],
  mend: {
    general:
      'Let the unique constraint of the database decide, and turn its refusal into 409 with the name of the member: the client can choose another, and a monitor does not wake anybody.',
    stacks: {
      PostgreSQL: 'SQLSTATE 23505 (unique_violation); insert … on conflict do nothing returning id',
      'Spring Boot': '@ExceptionHandler(DataIntegrityViolationException.class) that gives 409',
      Django: 'UniqueValidator answers 400 first; catch IntegrityError for those at once',
      Rails: 'rescue_from ActiveRecord::RecordNotUnique with 409',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['create'], async (resource) => {
      const { path, as, putAt } = resource
      if (putAt !== undefined)
        return inconclusive(`Items of ${path} are made at addresses that the client chooses.`)
      const { json: same } = newBody(resource, inspection.random)
      const post = (json: unknown = same) => inspection.send({ method: 'POST', path, as, json })
      const first = await post()
      const twin = await post()
      const others = [first, twin]
      try {
        if (!isSuccess(first))
          return inconclusive(`POST ${path} was answered with ${statusLine(first.answer)}.`)
        if (isSuccess(twin))
          return inconclusive(`Nothing in ${path} has to be unique: the same content makes two items.`)
        if (!isRefused(twin) && !isFault(twin))
          return inconclusive(`The second POST ${path} was answered with ${statusLine(twin.answer)}.`)
        const another = newBody(resource, inspection.random)
        const made = await Promise.all(Array.from({ length: AT_ONCE }, () => post(another.json)))
        others.push(...made)
        const fault = [twin, ...made].find(isFault)
        if (fault === undefined) return passed()
        const when = fault === twin ? '' : `, ${AT_ONCE} times at once,`
        return failed(
          `POST ${path} with the content of another item${when} was answered with ${statusLine(fault.answer)}; 409 was expected.`,
          [
            { exchange: first, says: 'The first one.' },
            { exchange: fault, says: 'One with the same content as another.' },
          ],
          STATUS,
        )
      } finally {
        await clear(
          inspection,
          resource,
          others.map((each) => (isSuccess(each) ? addressOf(each, resource) : undefined)),
        )
      }
    }),
  flaw: store({ faultOnTwin: true }),
  sound: store(),
})
