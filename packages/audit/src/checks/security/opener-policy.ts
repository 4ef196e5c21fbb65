import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { acrossHtml, fieldIn } from './answers.ts'

export const openerPolicy = check({
  id: 'security/opener-policy',
  claim: 'An HTML page shares no window with pages of other sites.',
  severity: 'may',
  source: text(
    'HTML, cross-origin opener policies',
    'https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies',
  ),
  mend: {
    general:
      'Send "Cross-Origin-Opener-Policy: same-origin", or same-origin-allow-popups where you open windows of others to sign in or to pay.',
    stacks: { Express: 'app.use(helmet())', Django: 'SecurityMiddleware sends it.' },
  },
  run: (inspection) =>
    acrossHtml(
      inspection,
      ({ headers }) => {
        const value = headers.get('cross-origin-opener-policy')?.split(';')[0]?.trim()
        if (
          value !== undefined &&
          /^(?:same-origin|same-origin-allow-popups|noopener-allow-popups)$/.test(value)
        )
          return undefined
        return value === undefined
          ? 'it has no Cross-Origin-Opener-Policy.'
          : `its Cross-Origin-Opener-Policy is "${value.slice(0, 80)}".`
      },
      fieldIn('cross-origin-opener-policy'),
    ),
  flaw: htmlPage({}),
  sound: htmlPage({ 'cross-origin-opener-policy': 'same-origin' }),
})
