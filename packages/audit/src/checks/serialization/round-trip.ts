import { check } from '../../check.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { freeTexts, takesText } from '../openapi/texts-of.ts'
import { acrossBodies, isFault, isTaken, shown as quoted } from '../openapi/trials.ts'
import { lax } from '../validation/lax.ts'
import { MEND_UTF8 } from './mends.ts'
import { rfc } from '../../source.ts'

export const roundTrip = check({
  id: 'serialization/round-trip',
  claim: 'Texts with emoji, line separators and combining marks come back equal.',
  severity: 'must',
  source: [rfc(8259, '8.1'), rfc(3629)],
  mend: MEND_UTF8,
  needs: ['write'],
  run(inspection) {
    const { target } = inspection
    return acrossBodies(inspection, NONE, async (call) => {
      const members = freeTexts(call, target.description)
      return await across(members.slice(0, 4), NONE, async (member) => {
        const fitting = TEXTS.filter(([, each]) => takesText(member, each, target.description))
        return await across(fitting, NONE, async ([what, each]) => {
          // Escapes are another spelling of the same text.
          const written = JSON.stringify({ ...call.example(), [member.name]: each })
          for (const body of [written, escaped(written)]) {
            const { answered, item, shown } = await call.store({ body })
            if (isFault(answered.answer))
              return failed(
                `${call.name} was answered with ${statusLine(answered.answer)} to ${what} in "${member.name}".`,
                answered,
                STATUS,
              )
            const kept = item?.[member.name]
            if (!isTaken(answered.answer) || typeof kept !== 'string') return undefined
            // NFC is what many choose on purpose.
            if (kept !== each && kept !== each.normalize())
              return failed(
                `${call.name} took ${what} in "${member.name}", and it came back as ${quoted(kept)} instead of ${quoted(each)}.`,
                [{ exchange: answered }, { exchange: shown }],
              )
          }
          return passed()
        })
      })
    })
  },
  flaw: lax((content) => content.replaceAll(/\\ud83d\\ude00|\u{1f600}/giu, '?')),
})

const NONE = 'No member is known that takes any text and is shown again.'

const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['an emoji', 'a \u{1f600} b'],
  ['a family of emoji', 'a \u{1f468}\u200d\u{1f469}\u200d\u{1f467} b'],
  ['a line separator', 'a \u2028 b'],
  ['a combining mark', 'a e\u0301 b'],
  ['Arabic and Chinese', 'a \u0645\u0631\u062d\u0628\u0627 \u4f60\u597d b'],
  ['quotes and a backslash', String.raw`a "b" 'c' \\ & <d> e`],
]

/** Everything but ASCII as escapes, in the units of UTF-16 (RFC 8259 section 7). */
function escaped(json: string): string {
  return json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
