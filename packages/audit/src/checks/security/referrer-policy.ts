import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { acrossHtml, fieldIn } from './answers.ts'

export const referrerPolicy = check({
  id: 'security/referrer-policy',
  claim: 'An HTML page does not tell other sites its whole address.',
  severity: 'should',
  source: text('Referrer Policy', 'https://www.w3.org/TR/referrer-policy/'),
  mend: {
    general:
      'Send "Referrer-Policy: strict-origin-when-cross-origin", which is what browsers do without it, or a stricter one: same-origin, no-referrer.',
    stacks: { Express: 'app.use(helmet())', Django: "SECURE_REFERRER_POLICY = 'same-origin'" },
  },
  run: (inspection) =>
    acrossHtml(
      inspection,
      ({ headers }) => {
        // Of several the last that is known counts (section 8.1).
        const policy = headers.list('referrer-policy').findLast((each) => KNOWN.has(each))
        if (policy === undefined || !LOOSE.has(policy)) return undefined
        return `its Referrer-Policy is "${policy}": other sites are told the path and query.`
      },
      fieldIn('referrer-policy'),
    ),
  flaw: htmlPage({ 'referrer-policy': 'unsafe-url' }),
})

const LOOSE = new Set(['unsafe-url', 'no-referrer-when-downgrade'])
const KNOWN = new Set([
  ...LOOSE,
  'no-referrer',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
])
