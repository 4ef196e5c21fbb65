import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { fieldIn, requestLine, seenAnswers } from './answers.ts'

const OLD: Readonly<Record<string, string>> = {
  'public-key-pins': 'no browser pins keys any more, and a wrong pin locked sites out',
  'expect-ct': 'browsers demand Certificate Transparency without it',
  'feature-policy': 'Permissions-Policy has taken its place',
  'x-content-security-policy': 'Content-Security-Policy has taken its place',
  'x-webkit-csp': 'Content-Security-Policy has taken its place',
  p3p: 'no browser reads it',
}

export const deprecatedHeaders = check({
  id: 'security/deprecated-headers',
  claim: 'No header promises a protection that browsers have dropped.',
  severity: 'may',
  source: [
    rfc(9163),
    text('OWASP Secure Headers Project', 'https://owasp.org/www-project-secure-headers/#deprecated-headers'),
  ],
  mend: { general: 'Remove it, and send what has taken its place.' },
  async run(inspection) {
    for (const seen of await seenAnswers(inspection)) {
      const found = Object.entries(OLD).find(([name]) => seen.answer.headers.has(name))
      if (found !== undefined)
        return failed(
          `The answer to ${requestLine(seen)} has ${found[0]}: ${found[1]}.`,
          seen,
          fieldIn(found[0]),
        )
    }
    return passed()
  },
  flaw: tampered((answer) => {
    answer.headers['feature-policy'] = "camera 'none'"
  }),
})
