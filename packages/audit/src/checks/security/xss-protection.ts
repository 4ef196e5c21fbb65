import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { fieldIn, requestLine, seenAnswers } from './answers.ts'

export const xssProtection = check({
  id: 'security/xss-protection',
  claim: 'No browser is told to filter scripts by guessing.',
  severity: 'should',
  source: text(
    'OWASP HTTP Headers Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html#x-xss-protection',
  ),
  mend: {
    general:
      'Leave X-XSS-Protection out, or send "X-XSS-Protection: 0". Browsers have removed the filter, and in old ones it opens holes. Content-Security-Policy does what it was for.',
    stacks: {
      'Spring Boot': 'Spring Security 6 sends 0.',
      Rails: "From 7.0 on config.action_dispatch.default_headers has '0'.",
    },
  },
  async run(inspection) {
    for (const seen of await seenAnswers(inspection)) {
      const value = seen.answer.headers.get('x-xss-protection')
      if (value !== undefined && !/^\s*0/.test(value))
        return failed(
          `The answer to ${requestLine(seen)} says "X-XSS-Protection: ${value.slice(0, 80)}".`,
          seen,
          fieldIn('x-xss-protection'),
        )
    }
    return passed()
  },
  flaw: tampered((answer) => {
    answer.headers['x-xss-protection'] = '1; mode=block'
  }),
})
