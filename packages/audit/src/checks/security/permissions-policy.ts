import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { acrossHtml } from './answers.ts'

export const permissionsPolicy = check({
  id: 'security/permissions-policy',
  claim: 'An HTML page says which abilities of the browser it needs.',
  severity: 'may',
  source: text('Permissions Policy', 'https://www.w3.org/TR/permissions-policy-1/'),
  mend: {
    general: 'Send "Permissions-Policy: camera=(), microphone=(), geolocation=()" and allow what you use.',
    stacks: { nginx: 'add_header Permissions-Policy "camera=(), microphone=(), geolocation=()" always;' },
  },
  run: (inspection) =>
    acrossHtml(inspection, ({ headers }) =>
      headers.has('permissions-policy') ? undefined : 'it has no Permissions-Policy.',
    ),
  flaw: htmlPage({}),
  sound: htmlPage({ 'permissions-policy': 'camera=()' }),
})
