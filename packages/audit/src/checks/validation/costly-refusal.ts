import { check } from '../../check.ts'
import { owaspApi, text } from '../../source.ts'
import type { Description } from '../../target/description.ts'
import type { BodyCall } from '../openapi/body-calls.ts'
import { hasType, membersOf } from '../openapi/texts-of.ts'
import { holdsUpNobody, type Costly } from './holds-up.ts'
import { busyAt } from './lax.ts'
import { MEND_COST } from './mends.ts'

export const costlyRefusal = check({
  id: 'validation/costly-refusal',
  claim: 'No content, accepted or refused, is so dear to validate that it holds up the requests of others.',
  severity: 'should',
  source: [
    text('CWE-407: Inefficient Algorithmic Complexity', 'https://cwe.mitre.org/data/definitions/407.html'),
    owaspApi('API4', 'Unrestricted Resource Consumption'),
  ],
  mend: MEND_COST,
  needs: ['write'],
  alone: true,
  run: (inspection) => holdsUpNobody(inspection, (call) => contentsFor(call, inspection.target.description)),
  flaw: busyAt((content) => content.includes('"unknown1000"')),
})

const MOST_LISTS = 2

/** Thousands of mistakes, and lists whose items have to be compared with one another. */
function contentsFor(call: BodyCall, description: Description | undefined): Costly[] {
  const example = call.example()
  const withMember = (name: string, value: unknown) => JSON.stringify({ ...example, [name]: value })
  const lists = membersOf(call, description)
    .filter(({ name, schema }) =>
      schema === undefined ? Array.isArray(example[name]) : hasType({ name, schema }, 'array'),
    )
    .slice(0, MOST_LISTS)
  return [
    {
      what: 'members that are not known',
      body: (bytes) =>
        JSON.stringify({
          ...example,
          ...Object.fromEntries(each(bytes, 18, (index) => [`unknown${index}`, 1])),
        }),
    },
    { what: 'a list in place of an object', body: (bytes) => JSON.stringify(each(bytes, 3, () => ({}))) },
    ...lists.flatMap(({ name }): Costly[] => [
      {
        what: `objects in "${name}"`,
        body: (bytes) =>
          withMember(
            name,
            each(bytes, 3, () => ({})),
          ),
      },
      {
        what: `different objects in "${name}"`,
        body: (bytes) =>
          withMember(
            name,
            each(bytes, 24, (index) => ({ a: 1, b: { c: index } })),
          ),
      },
    ]),
  ]
}

function each<T>(bytes: number, size: number, make: (index: number) => T): T[] {
  return Array.from({ length: Math.floor(bytes / size) }, (_, index) => make(index))
}
