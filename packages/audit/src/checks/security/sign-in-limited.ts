import { check } from '../../check.ts'
import { owaspApi, text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { signInServer } from '../auth/sign-in-specimen.ts'
import { attemptUntilRefused, mendLimit } from './limited.ts'

export const signInLimited = check({
  id: 'security/sign-in-limited',
  claim: 'Nobody can try passwords without end.',
  severity: 'should',
  source: [
    text(
      'OWASP ASVS 4.0.3, 2.2.1',
      'https://github.com/OWASP/ASVS/blob/v4.0.3/4.0/en/0x11-V2-Authentication.md#v22-general-authenticator-security',
    ),
    owaspApi('API2', 'Broken Authentication'),
    owaspApi('API4', 'Unrestricted Resource Consumption'),
  ],
  mend: mendLimit,
  alone: true,
  within: 20_000,
  async run(inspection) {
    const { made, refused, usual } = await attemptUntilRefused(inspection)
    if (refused !== undefined) return passed(`After ${made} attempts at most: ${statusLine(refused.answer)}.`)
    return failed(
      `${made} attempts to sign in with wrong passwords, one after the other, were all answered with ${usual === undefined ? 'the same' : statusLine(usual.answer)}; 429 was expected after some.`,
      usual,
      STATUS,
    )
  },
  flaw: signInServer({ hashesAlways: false }),
})
