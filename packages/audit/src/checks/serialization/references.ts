import { check } from '../../check.ts'
import { rfc, text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { freeTexts } from '../openapi/texts-of.ts'
import { acrossBodies, attempt, isFault, isTaken } from '../openapi/trials.ts'
import { encodeCbor, Tagged } from './cbor.ts'
import { events } from './events-specimen.ts'

export const references = check({
  id: 'serialization/references',
  claim:
    'References between values, which only some libraries of CBOR know, are not followed, and are no fault.',
  severity: 'may',
  source: [
    text('CBOR tags 28 and 29, value sharing', 'http://cbor.schmorp.de/value-sharing'),
    rfc(8949, '10'),
    text('CWE-674', 'https://cwe.mitre.org/data/definitions/674.html'),
  ],
  mend: {
    general:
      'Refuse tags that the interface does not name, before values are made of them. A reference makes a tree a graph: what walks it, from the validator to the log, need not come to an end.',
    stacks: {
      'Node.js': 'cbor-x: look for tags 28 and 29 before decode(), which follows them',
      Python: 'cbor2: a tag_hook does not see 28 and 29; refuse them before loads()',
      'Go net/http': 'fxamacker/cbor: DecOptions{TagsMd: cbor.TagsForbidden}',
    },
  },
  needs: ['write'],
  run(inspection) {
    const { target, random } = inspection
    return acrossBodies(inspection, NONE, async (call) => {
      const example = call.example()
      const headers = { 'Content-Type': 'application/cbor' }
      const plain = await call.send({ body: encodeCbor(example), headers })
      if (!isTaken(plain.answer)) return undefined
      const word = `audit ${random.word(8)}`
      const [one, other] = freeTexts(call, target.description).map(({ name }) => name)
      const [first = 'x'] = Object.keys(example)
      const circle = { ...example, [first]: new Tagged(28, [new Tagged(29, 0)]) }
      const shared =
        one === undefined || other === undefined
          ? undefined
          : { [one]: new Tagged(28, word), [other]: new Tagged(29, 0) }
      for (const content of [circle, shared && { ...shared, ...without(example, Object.keys(shared)) }]) {
        if (content === undefined) continue
        const stored = await attempt(() => call.store({ body: encodeCbor(content), headers }))
        if (stored === undefined) continue
        const { answered, item, shown } = stored
        if (isFault(answered.answer))
          return failed(
            `${call.name} was answered with ${statusLine(answered.answer)} to CBOR with a reference (tag 29); a refusal (4xx) was expected.`,
            answered,
            STATUS,
          )
        if (other !== undefined && isTaken(answered.answer) && item?.[other] === word)
          return failed(
            `${call.name} followed a reference (tag 29): "${other}" was sent as one to "${one}", and shows its text.`,
            [{ exchange: answered }, { exchange: shown }],
          )
      }
      return passed()
    })
  },
  flaw: events({ follows: true }),
  sound: events(),
})

const NONE = 'Nothing is known that takes CBOR.'

function without(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}
