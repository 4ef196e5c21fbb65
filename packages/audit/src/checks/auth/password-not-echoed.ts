import { check } from '../../check.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { knownSignIn, ofNobody, passwordsOf, trySignIn } from './sign-in.ts'
import { isObject } from '../../target/openapi/document.ts'
import { signInServer } from './sign-in-specimen.ts'

export const passwordNotEchoed = check({
  id: 'auth/password-not-echoed',
  claim: 'No answer repeats a password.',
  severity: 'should',
  source: text(
    'CWE-201 Insertion of Sensitive Information Into Sent Data',
    'https://cwe.mitre.org/data/definitions/201.html',
  ),
  mend: {
    general:
      'Leave the values of secret fields out of messages about what is wrong with them, and answer with a type of its own, never with what was stored or received.',
    stacks: {
      FastAPI:
        'The default handler of RequestValidationError gives back "input"; replace it, or use SecretStr.',
      'Spring Boot': 'FieldError.getRejectedValue() holds the password: do not put it into the answer.',
    },
  },
  async run(inspection) {
    const signIn = knownSignIn(inspection)
    const nobody = ofNobody(signIn, inspection.random)
    const [secret] = passwordsOf(signIn)
    if (secret === undefined || !isObject(nobody))
      return inconclusive('It is not clear which member of the body of "signIn" is the password.')
    const own = `Pw-${inspection.random.word(16)}`
    // Of a form that is right, and of one that is not, since it is validation that repeats what it refuses.
    for (const value of [own, [own], { value: own }]) {
      const exchange = await trySignIn(inspection, signIn, { ...nobody, [secret.name]: value })
      if (exchange.answer.body.includes(own))
        return failed(
          `The answer repeats the password that was sent as "${secret.name}".`,
          exchange,
          markIn(exchange, 'received', own),
        )
    }
    return passed()
  },
  flaw: signInServer({ refusal: ({ user, password }) => `Nobody is called ${user} with ${password}.` }),
})
