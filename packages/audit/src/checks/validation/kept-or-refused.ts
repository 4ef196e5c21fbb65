import type { Inspection } from '../../run/inspection.ts'
import type { Random } from '../../run/random.ts'
import { across, failed, passed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { short } from '../http/field-syntax.ts'
import { freeTexts } from '../openapi/texts-of.ts'
import { acrossBodies, attempt, isFault, isRefused, isTaken } from '../openapi/trials.ts'

/** A text that is out of the ordinary. */
export interface OddText {
  /** `has a NUL character in it`: behind the name of the member. */
  readonly what: string
  readonly text: string
}

const MOST_MEMBERS = 4

/**
 * Whether a text is refused with 4xx wherever any text may stand, or kept as it is. Blanks at its ends and its normal form
 * may be changed: many do so on purpose.
 */
export function keptOrRefused(inspection: Inspection, make: (random: Random) => OddText): Promise<Verdict> {
  const { target, random } = inspection
  return acrossBodies(inspection, 'No member is known that takes any text.', (call) =>
    across(
      freeTexts(call, target.description).slice(0, MOST_MEMBERS),
      'It takes no free text.',
      async ({ name }) => {
        const { what, text } = make(random)
        const stored = await attempt(() => call.store({ json: { ...call.example(), [name]: text } }))
        if (stored === undefined) return undefined
        const { answered, item, shown } = stored
        const fault = [answered, shown].find(({ answer }) => isFault(answer))
        if (fault !== undefined)
          return failed(
            `${call.name} was answered with ${statusLine(fault.answer)} where "${name}" ${what}: the server's fault (5xx) for what is to be refused (4xx) or kept.`,
            fault,
            STATUS,
          )
        if (!isTaken(answered.answer)) return isRefused(answered.answer) ? passed() : undefined
        const kept = item?.[name]
        if (kept === undefined || isSame(kept, text)) return passed()
        return failed(
          `${call.name} took "${name}", which ${what}, and has kept something else: ${short(JSON.stringify(kept))}.`,
          shown,
          STATUS,
        )
      },
    ),
  )
}

function isSame(kept: unknown, text: string): boolean {
  return typeof kept === 'string' && kept.normalize().trim() === text.normalize().trim()
}
