import { check } from '../../check.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across, failed, passed } from '../../verdict.ts'
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
  run(inspection) {
    const { description } = inspection.target
    return acrossBodies(inspection, NONE, (call) => {
      const texts = membersOf(call, description).filter(({ name, schema }) =>
        schema === undefined ? typeof call.example()[name] === 'string' : hasType({ name, schema }, 'string'),
      )
      return across(texts.slice(0, 6), NONE, async ({ name }) => {
        const took = async (value: string) => {
          const begun = performance.now()
          const answered = await call.send({ json: { ...call.example(), [name]: value } })
          return { answered, time: performance.now() - begun }
        }
        for (const run of RUNS) {
          const long = `${run.repeat(LENGTH / run.length)}!`
          const usual = await took('!'.repeat(LENGTH))
          const first = await took(long)
          if (first.time < usual.time * 5 + SLOW) continue
          // Once may be chance.
          const again = await took(long)
          if (again.time < usual.time * 5 + SLOW) continue
          return failed(
            `${call.name} took ${Math.round(Math.min(first.time, again.time))} ms for ${LENGTH} characters of "${run}" in "${name}", and ${Math.round(usual.time)} ms for as many others: a pattern is tried in too many ways.`,
            again.answered,
            STATUS,
          )
        }
        return passed()
      })
    })
  },
  flaw: backtracking(),
})

const NONE = 'No text member is known.'
const RUNS = ['a', '0', ' ', 'a@', 'a.', '-']
const LENGTH = 20_000
/** Milliseconds beyond what the same length takes otherwise. */
const SLOW = 300

/** The sound server with a pattern that takes time with the square of the length. */
function backtracking() {
  return flawed((request, _response, pass) => {
    const look = async () => {
      const bytes = request.method === 'POST' ? await contentOf(request) : Buffer.alloc(0)
      // Blanks at the end, looked for from each of them.
      if (bytes.length > 10_000)
        /\s+$/.test(
          bytes
            .toString()
            .replace(/^.*?(?= {9})/s, '')
            .repeat(2),
        )
      pass()
    }
    look().catch(() => pass())
  })
}
