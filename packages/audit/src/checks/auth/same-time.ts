import { check } from '../../check.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { mendSameAnswer } from './mend-same-answer.ts'
import { knownSignIn, ofNobody, trySignIn } from './sign-in.ts'
import { signInServer } from './sign-in-specimen.ts'

const PAIRS = 6
/** Milliseconds, and times: a hash of a password takes tens of them, and a look into a table hardly one. */
const LEAST_DIFFERENCE = 8
const LEAST_RATIO = 1.5

export const sameTime = check({
  id: 'auth/same-time',
  claim: 'A wrong password takes the same time, whether the account exists or not.',
  severity: 'should',
  source: [
    text(
      'OWASP Authentication Cheat Sheet, Authentication and Error Messages',
      'https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#authentication-and-error-messages',
    ),
    text('CWE-208 Observable Timing Discrepancy', 'https://cwe.mitre.org/data/definitions/208.html'),
  ],
  mend: mendSameAnswer,
  alone: true,
  // Attempts with a real account may lock it.
  needs: ['write'],
  async run(inspection) {
    const signIn = knownSignIn(inspection)
    const nobody = ofNobody(signIn, inspection.random)
    const known: number[] = []
    const unknown: number[] = []
    const time = async (body: unknown) => (await trySignIn(inspection, signIn, body)).answer.firstByte
    // The first of each may load what the others find loaded. In turns, so that slow moments meet both.
    await time(signIn.wrong)
    await time(nobody)
    for (let pair = 0; pair < PAIRS; pair++) {
      known.push(await time(signIn.wrong))
      unknown.push(await time(nobody))
    }
    const [slow, fast] = median(known) > median(unknown) ? [known, unknown] : [unknown, known]
    const apart = Math.min(...slow) > Math.max(...fast)
    const much = median(slow) - median(fast) > LEAST_DIFFERENCE && median(slow) > LEAST_RATIO * median(fast)
    const measured = `${shown(known)} ms with an account that exists, ${shown(unknown)} ms with one that does not`
    if (apart && much)
      return failed(
        `Whether an account exists can be told by the clock: ${measured}, of ${PAIRS} attempts each.`,
      )
    if (much)
      return inconclusive(`The times overlap and differ: ${measured}. Audit it on a machine that is quiet.`)
    return passed(`${measured}.`)
  },
  flaw: signInServer({ hashesAlways: false }),
  sound: signInServer(),
})

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

/** `12 to 15`. */
function shown(values: readonly number[]): string {
  return `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}`
}
