import { check } from '../../check.ts'
import { acrossBroken } from '../openapi/across-broken.ts'
import { tampered } from '../../flaws/flawed.ts'
import type { Broken } from '../../values/broken.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { isRefused } from '../openapi/trials.ts'
import { MEND_LISTS } from './mends.ts'
import { rfc } from '../../source.ts'

export const allFailures = check({
  id: 'validation/all-failures',
  claim: 'Two mistakes in one request are both named in one answer.',
  severity: 'should',
  source: rfc(9457, '3'),
  mend: MEND_LISTS,
  needs: ['description', 'write'],
  run(inspection) {
    return acrossBroken(
      inspection,
      'No operation with two members that can be wrong was found.',
      async (call, values) => {
        const wrong = values.filter(
          ({ rule, pointer }) =>
            rule !== 'required' && rule !== 'additionalProperties' && /^\/[\w-]+$/.test(pointer),
        )
        const [one] = wrong
        const other = wrong.find(({ pointer }) => pointer !== one?.pointer)
        if (one === undefined || other === undefined) return undefined
        const names = [one, other].map(({ pointer }) => pointer.slice(1))
        const json = { ...call.example(), ...picked(one), ...picked(other) }
        // Each alone has to be refused, or it is no mistake there.
        for (const each of [one, other])
          if (!isRefused((await call.send({ json: each.value })).answer)) return undefined
        const answered = await call.send({ json })
        if (!isRefused(answered.answer)) return undefined
        const text = answered.answer.body.toString()
        const unnamed = names.filter((name) => !text.includes(name))
        if (unnamed.length === 0) return passed()
        return failed(
          `${call.name} got mistakes in ${names.join(' and ')}; its answer does not name ${unnamed.join(' nor ')}. Whoever fills in a form learns of them one by one.`,
          answered,
          STATUS,
        )
      },
    )
  },
  flaw: tampered((answer) => {
    const isList = answer.status === 422
    const problem = isList ? (JSON.parse(answer.body.toString()) as Listing) : undefined
    if (problem !== undefined)
      answer.body = Buffer.from(JSON.stringify({ ...problem, errors: problem.errors.slice(0, 1) }))
  }),
})

interface Listing {
  readonly errors: readonly unknown[]
}

/** The member that is wrong. */
function picked({ pointer, value }: Broken): Record<string, unknown> {
  const name = pointer.slice(1)
  return { [name]: (value as Record<string, unknown>)[name] }
}
