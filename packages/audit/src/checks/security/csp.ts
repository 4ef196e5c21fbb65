import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { acrossHtml } from './answers.ts'
import { policiesOf, scriptSources } from './csp-policy.ts'

export const csp = check({
  id: 'security/csp',
  claim: 'An HTML page says which scripts may run in it.',
  severity: 'should',
  source: text('Content Security Policy Level 3', 'https://www.w3.org/TR/CSP3/#directive-script-src'),
  mend: {
    general:
      "Send Content-Security-Policy with script-src or default-src: \"default-src 'self'\" where all scripts are files of one's own. Start with Content-Security-Policy-Report-Only to see what would break.",
    stacks: {
      Express: 'app.use(helmet()) and adapt contentSecurityPolicy.directives',
      Django: "SECURE_CSP = {'default-src': [CSP.SELF]} (from 6.0), django-csp before",
      Rails: 'config.content_security_policy { |policy| policy.default_src :self }',
      nginx: 'add_header Content-Security-Policy "default-src \'self\'" always;',
    },
  },
  run: (inspection) =>
    acrossHtml(
      inspection,
      (answer) => {
        const policies = policiesOf(answer)
        if (policies.some((policy) => scriptSources(policy) !== undefined)) return undefined
        if (policies.length > 0) return 'its Content-Security-Policy has neither script-src nor default-src.'
        return answer.headers.has('content-security-policy-report-only')
          ? 'its Content-Security-Policy is only reported, not enforced.'
          : 'it has no Content-Security-Policy; an injected script runs.'
      },
      /^content-(?:security-policy|type):.*$/im,
    ),
  flaw: htmlPage({}),
})
