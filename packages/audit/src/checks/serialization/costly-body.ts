import { check } from '../../check.ts'
import { owaspApi, text } from '../../source.ts'
import { holdsUpNobody, type Costly } from '../validation/holds-up.ts'
import { busyAt } from '../validation/lax.ts'
import { MEND_COST } from '../validation/mends.ts'

export const costlyBody = check({
  id: 'serialization/costly-body',
  claim: 'No content, however dear to parse, holds up the requests of others.',
  severity: 'should',
  source: [
    text('CWE-407: Inefficient Algorithmic Complexity', 'https://cwe.mitre.org/data/definitions/407.html'),
    owaspApi('API4', 'Unrestricted Resource Consumption'),
  ],
  mend: MEND_COST,
  needs: ['write'],
  alone: true,
  run: (inspection) => holdsUpNobody(inspection, () => CONTENTS),
  flaw: busyAt((content) => /\d{1000}/.test(content)),
})

const CONTENTS: readonly Costly[] = [
  { what: 'one member again and again', body: (bytes) => `{${repeat('"a":1,', bytes)}"a":1}` },
  { what: 'one very long number', body: (bytes) => `{"a":${repeat('9', bytes)}}` },
  { what: 'names that are one number to a hash table', body: colliding },
]

function repeat(part: string, bytes: number): string {
  return part.repeat(Math.floor(bytes / part.length))
}

/** "Aa" and "BB" have one hash in Java and where it is computed alike; so has whatever is made of them. */
function colliding(bytes: number): string {
  const names = ['']
  while (names.length * 2 * ((names[0]?.length ?? 0) + 7) < bytes)
    names.push(...names.splice(0).flatMap((name) => [`${name}Aa`, `${name}BB`]))
  return `{${names.map((name) => `"${name}":1`).join(',')}}`
}
