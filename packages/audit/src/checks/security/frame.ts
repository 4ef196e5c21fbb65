import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { rfc, text } from '../../source.ts'
import { acrossHtml } from './answers.ts'
import { policiesOf } from './csp-policy.ts'

export const frame = check({
  id: 'security/frame',
  claim: 'An HTML page says who may show it in a frame.',
  severity: 'should',
  source: [
    text('Content Security Policy Level 3', 'https://www.w3.org/TR/CSP3/#directive-frame-ancestors'),
    rfc(7034, '2'),
  ],
  mend: {
    general:
      "Send \"Content-Security-Policy: frame-ancestors 'none'\" ('self', or the origins that may), so that nobody lays your page under theirs and catches clicks.",
    stacks: {
      Express: 'app.use(helmet())',
      Django: "XFrameOptionsMiddleware with X_FRAME_OPTIONS = 'DENY'",
      'Spring Boot': 'Spring Security sends X-Frame-Options: DENY unless told otherwise.',
      nginx: 'add_header Content-Security-Policy "frame-ancestors \'none\'" always;',
    },
  },
  run: (inspection) =>
    acrossHtml(
      inspection,
      (answer) => {
        // frame-ancestors counts in a header field only, and before X-Frame-Options (CSP Level 3 section 6.4.2).
        const ancestors = policiesOf({ ...answer, body: Buffer.alloc(0) })
          .map((policy) => policy.get('frame-ancestors'))
          .filter((sources) => sources !== undefined)
        if (ancestors.some((sources) => !sources.some((source) => /^(?:\*|https?:)$/.test(source))))
          return undefined
        if (ancestors.length > 0) return 'its frame-ancestors allow every site to frame it.'
        const option = answer.headers.get('x-frame-options')
        if (option === undefined)
          return 'it has neither frame-ancestors nor X-Frame-Options; any site may frame it.'
        if (/^\s*(?:deny|sameorigin)\s*$/i.test(option)) return undefined
        return `its X-Frame-Options is "${option.slice(0, 80)}", which no browser heeds; DENY or SAMEORIGIN was expected.`
      },
      /^(?:x-frame-options|content-security-policy|content-type):.*$/im,
    ),
  flaw: htmlPage({ 'x-frame-options': 'ALLOW-FROM https://friend.example' }),
})
