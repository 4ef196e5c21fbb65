import { check } from '../../check.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { knownSignIn } from './sign-in.ts'
import { isObject } from '../../target/openapi/document.ts'
import { signInServer } from './sign-in-specimen.ts'

export const signInGet = check({
  id: 'auth/sign-in-get',
  claim: 'Nobody can sign in with GET and a password in the query.',
  severity: 'should',
  source: [
    rfc(9110, '17.9'),
    text(
      'CWE-598 Use of GET Request Method With Sensitive Query Strings',
      'https://cwe.mitre.org/data/definitions/598.html',
    ),
  ],
  mend: {
    general:
      'Route POST alone to the handler that signs in, and read the password from its content alone. Addresses are logged; and a GET can be made from any page by an image.',
    stacks: {
      PHP: '$_POST, not $_REQUEST',
      'Spring Boot':
        "@PostMapping('/sign-in') with @RequestBody, in place of @RequestMapping with @RequestParam",
    },
  },
  async run(inspection) {
    const { path, method, right, wrong } = knownSignIn(inspection)
    if (!isObject(right) || !isObject(wrong)) return inconclusive('The body that signs in is no object.')
    if (method !== 'POST') return inconclusive(`It signs in with ${method}.`)
    const ask = (body: Record<string, unknown>) => {
      const flat = Object.entries(body).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      )
      return inspection.send({ path: `${path}?${new URLSearchParams(flat).toString()}` }, { limited: true })
    }
    const good = await ask(right)
    if (good.answer.status >= 300 && !good.answer.headers.has('set-cookie')) return passed()
    const bad = await ask(wrong)
    // The form itself is often shown at the same address, with a cookie of its own.
    const same = bad.answer.status === good.answer.status
    if (same) return passed()
    return failed(
      `GET ${path} with the right password in the query was answered with ${statusLine(good.answer)}, with a wrong one ${statusLine(bad.answer)}.`,
      good,
      STATUS,
    )
  },
  flaw: signInServer({ takesGet: true }),
})
