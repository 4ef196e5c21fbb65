import { check } from '../../check.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
import { NoAnswer } from '../../run/inspection.ts'
import type { Answered, Exchange } from '../../wire/exchange.ts'
import { STATUS } from '../../wire/answer.ts'
import { hasType, membersOf } from '../openapi/texts-of.ts'
import { acrossBodies } from '../openapi/trials.ts'
import { MEND_PATTERN } from './mends.ts'
import { owaspApi, text } from '../../source.ts'

export const slowPattern = check({
  id: 'validation/slow-pattern',
  claim: 'Long runs of one character in a text are answered at once.',
  severity: 'should',
  source: [
    text('CWE-1333', 'https://cwe.mitre.org/data/definitions/1333.html'),
    owaspApi('API4', 'Unrestricted Resource Consumption'),
  ],
  mend: MEND_PATTERN,
  needs: ['write'],
  alone: true,
  within: 30_000,
  run(inspection) {
    let found = false
    const { description } = inspection.target
    return acrossBodies(inspection, NONE, (call) => {
      const texts = membersOf(call, description).filter(({ name, schema }) =>
        schema === undefined ? typeof call.example()[name] === 'string' : hasType({ name, schema }, 'string'),
      )
      return across(texts.slice(0, 6), NONE, async ({ name }) => {
        // What is too slow holds up all that comes after it, so one such place is enough.
        if (found) return undefined
        const timed = (value: string) => timeOf(call.send({ json: { ...call.example(), [name]: value } }))
        for (const run of RUNS) {
          const long = `${run.repeat(LENGTH / run.length)}!`
          const usual = await timed('!'.repeat(LENGTH))
          const first = await timed(long)
          if (first.time < usual.time * 5 + SLOW) continue
          // Once may be chance.
          const again = await timed(long)
          if (again.time < usual.time * 5 + SLOW) continue
          found = true
          return failed(
            `${call.name} took ${Math.round(Math.min(first.time, again.time))} ms for ${LENGTH} characters of "${run}" in "${name}", and ${Math.round(usual.time)} ms for as many others: a pattern is tried in too many ways.`,
            again.sent,
            STATUS,
          )
        }
        return passed()
      })
    })
  },
  flaw: backtracking(),
})

/** How long it took in milliseconds, also where no answer came in time: that is the slowest of all. */
async function timeOf(sending: Promise<Answered>): Promise<{ sent: Exchange; time: number }> {
  const begun = performance.now()
  try {
    const sent = await sending
    return { sent, time: sent.took ?? 0 }
  } catch (error) {
    if (error instanceof NoAnswer) return { sent: error.exchange, time: performance.now() - begun }
    throw error
  }
}

const NONE = 'No text member is known.'
const RUNS = ['a', '0', ' ', 'a@', 'a.', '-']
const LENGTH = 20_000
/** Milliseconds beyond what the same length takes otherwise. */
const SLOW = 300

/** Steps of a pattern in a millisecond. */
const STEPS = 400_000

/**
 * The sound server with a pattern that takes time with the square of the length: `\s+$`, which looks for the end from each
 * blank. It waits for that time, which is then the same on every machine.
 */
function backtracking() {
  return flawed((request, _response, pass) => {
    const look = async () => {
      const bytes = request.method === 'POST' ? await contentOf(request) : Buffer.alloc(0)
      const blanks = / {9,}/.exec(bytes.toString())?.[0].length ?? 0
      setTimeout(pass, blanks ** 2 / 2 / STEPS)
    }
    look().catch(() => pass())
  })
}
