import { check } from '../../check.ts'
import { across, failed, passed } from '../../verdict.ts'
import { acrossBodies, isRefused, isTaken } from '../openapi/trials.ts'
import { text } from '../../source.ts'
import { bookings } from './bookings-specimen.ts'
import { pairsIn } from './pairs.ts'

export const relatedFields = check({
  id: 'validation/related-fields',
  claim: 'An end before its beginning is refused, and a least above its most.',
  severity: 'should',
  source: text(
    'CWE-1288: Improper Validation of Consistency within Input',
    'https://cwe.mitre.org/data/definitions/1288.html',
  ),
  mend: {
    general:
      'Where one member limits another, compare the two after each of them has been found valid, answer 422 with a pointer to the second, and have the database hold the same rule.',
    stacks: {
      PostgreSQL: 'check (starts_at < ends_at)',
      'Spring Boot': 'A constraint on the class (@AssertTrue on a method), not on one of its members',
      Pydantic: "@model_validator(mode='after')",
      Zod: ".refine(({ from, until }) => from < until, { path: ['until'] })",
      Django: 'CheckConstraint(condition=Q(start__lt=F("end")), …), and clean() of the form',
    },
  },
  needs: ['description', 'write'],
  run(inspection) {
    const { description } = inspection.target
    const { random } = inspection
    return acrossBodies(inspection, NONE, (call) =>
      across(description === undefined ? [] : pairsIn(call, description, random), NONE, async (pair) => {
        const { lower, upper, put, values } = pair
        const [least, most] = values
        // Taken the right way round, so that nothing but their order is wrong the other way.
        const right = await call.send({ json: put(least, most) })
        if (!isTaken(right.answer)) return undefined
        const { answered, item, shown } = await call.store({ json: put(most, least) })
        if (isRefused(answered.answer)) return passed()
        if (!isTaken(answered.answer)) return undefined
        const kept = pair.get(item)
        // Some put them in order themselves.
        if (kept !== undefined && kept[0] === least) return passed('It puts them in order itself.')
        return failed(
          `${call.name} took "${lower}" ${String(most)} with "${upper}" ${String(least)}; a refusal (422) was expected.`,
          [{ exchange: answered }, { exchange: shown }],
        )
      }),
    )
  },
  flaw: bookings({ anyOrder: true }),
  sound: bookings(),
})

const NONE =
  'No two members are known that are the ends of something, such as "from" and "until", and days or numbers.'
