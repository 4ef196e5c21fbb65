import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across } from '../../verdict.ts'
import { expectNoContent } from './without-content.ts'

export const headNoContent = check({
  id: 'http/head-no-content',
  claim: 'The answer to HEAD has no content: what follows it on the connection is the next answer.',
  severity: 'must',
  source: [rfc(9110, '9.3.2'), rfc(9112, '6.3')],
  mend: {
    general: 'Answer HEAD with the head of GET alone; most servers leave the content out by themselves.',
  },
  run: (inspection) =>
    across(
      [...inspection.target.pages.slice(0, 3), { path: inspection.target.missing(), as: undefined }],
      'There was nothing to ask for.',
      ({ path, as }) => expectNoContent(inspection, { method: 'HEAD', path, as }),
    ),
  flaw: sloppy({ contentForHead: true }),
})
