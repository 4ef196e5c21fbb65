import { check } from '../../check.ts'
import { owaspApi, text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { mendSameAnswer } from './mend-same-answer.ts'
import { knownSignIn, ofNobody, trySignIn } from './sign-in.ts'
import { signInServer } from './sign-in-specimen.ts'

export const sameAnswer = check({
  id: 'auth/same-answer',
  claim: 'Whoever signs in with a wrong password is told the same, whether the account exists or not.',
  severity: 'should',
  source: [
    text(
      'OWASP Authentication Cheat Sheet, Authentication and Error Messages',
      'https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#authentication-and-error-messages',
    ),
    owaspApi('API2', 'Broken Authentication'),
  ],
  mend: mendSameAnswer,
  // Attempts with a real account may lock it.
  needs: ['write'],
  async run(inspection) {
    const signIn = knownSignIn(inspection)
    const nobody = ofNobody(signIn, inspection.random)
    const known = [
      await trySignIn(inspection, signIn, signIn.wrong),
      await trySignIn(inspection, signIn, signIn.wrong),
    ] as const
    const unknown = [
      await trySignIn(inspection, signIn, nobody),
      await trySignIn(inspection, signIn, nobody),
    ] as const
    const [status, other] = [known[0].answer.status, unknown[0].answer.status]
    if (status < 400)
      return inconclusive(`The wrong password was answered with ${statusLine(known[0].answer)}: is it wrong?`)
    // An account may be locked in between; that is another question.
    if (known[1].answer.status !== status || unknown[1].answer.status !== other)
      return inconclusive('The same attempt was answered in two ways.')
    const evidence = [
      { exchange: known[0], mark: markIn(known[0], 'received', STATUS), says: 'An account that exists.' },
      {
        exchange: unknown[0],
        mark: markIn(unknown[0], 'received', STATUS),
        says: 'An account that does not.',
      },
    ]
    if (status !== other)
      return failed(
        `A wrong password is ${statusLine(known[0].answer)} for an account that exists, and ${statusLine(unknown[0].answer)} for one that does not.`,
        evidence,
      )
    const accounts = JSON.stringify([signIn.wrong, nobody])
    return lasting(known, accounts) === lasting(unknown, accounts)
      ? passed()
      : failed(
          'The answer to a wrong password says something else for an account that exists than for one that does not.',
          evidence,
        )
  },
  flaw: signInServer({
    refusal: ({ exists }) => (exists ? 'The password is wrong.' : 'There is no such account.'),
  }),
})

/** The words that both of two answers have, without those of the accounts: ids and times are other ones each time. */
function lasting([one, two]: readonly [Answered, Answered], accounts: string): string {
  const words = ({ answer }: Answered) => answer.body.toString().match(/[\p{L}\p{N}]+/gu) ?? []
  const others = new Set(words(two))
  return words(one)
    .filter((word) => others.has(word) && !accounts.includes(word))
    .join(' ')
}
