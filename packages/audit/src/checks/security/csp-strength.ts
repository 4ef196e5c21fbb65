import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { fieldIn, htmlPages } from './answers.ts'
import { policiesOf, scriptSources, type Policy } from './csp-policy.ts'

export const cspStrength = check({
  id: 'security/csp-strength',
  claim: 'A Content-Security-Policy keeps injected scripts from running.',
  severity: 'should',
  source: text('Content Security Policy Level 3', 'https://www.w3.org/TR/CSP3/#strict-csp'),
  mend: {
    general:
      "Replace 'unsafe-inline' by a nonce or hashes, and wildcards and whole schemes by the origins that scripts really come from, or by 'strict-dynamic' with a nonce. Set object-src 'none'.",
    stacks: {
      Express:
        "contentSecurityPolicy: { directives: { scriptSrc: [\"'self'\", (request, response) => `'nonce-${response.locals.nonce}'`] } }",
      Rails: 'config.content_security_policy_nonce_generator = ->(request) { SecureRandom.base64(16) }',
    },
  },
  run: (inspection) =>
    across(htmlPages(inspection), 'No page has a Content-Security-Policy.', ({ path, seen }) => {
      const policies = policiesOf(seen.answer).filter((policy) => scriptSources(policy) !== undefined)
      // All policies hold at once: one that is strong is enough.
      const holes = policies.map(holeIn)
      const [first] = holes
      if (first === undefined || holes.includes(undefined))
        return policies.length === 0 ? undefined : passed()
      return failed(
        `GET ${path}: its Content-Security-Policy ${first}.`,
        seen,
        fieldIn('content-security-policy'),
      )
    }),
  flaw: htmlPage({ 'content-security-policy': "default-src 'self'; script-src 'self' 'unsafe-inline'" }),
})

/** What lets a script that somebody has injected run all the same. */
function holeIn(policy: Policy): string | undefined {
  const sources = scriptSources(policy) ?? []
  const guarded = sources.some((source) => /^'(?:nonce-|sha\d+-)/i.test(source))
  const strict = sources.includes("'strict-dynamic'")
  // CSP Level 3 section 6.7.3.2: beside a nonce, a hash or 'strict-dynamic', 'unsafe-inline' is not looked at.
  if (sources.includes("'unsafe-inline'") && !guarded && !strict) return "allows 'unsafe-inline' scripts"
  if (sources.includes("'unsafe-eval'")) return "allows 'unsafe-eval'"
  // … and beside 'strict-dynamic' no address is.
  const wide = strict
    ? undefined
    : sources.find((source) => /^(?:\*|https?:|https?:\/\/\*|data:)$/.test(source))
  if (wide !== undefined) return `allows scripts from ${wide}, which is anywhere`
  const objects = policy.get('object-src') ?? policy.get('default-src')
  if (objects === undefined || objects.includes('*')) return 'allows plug-ins from anywhere (object-src)'
  return undefined
}
