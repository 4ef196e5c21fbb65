import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across } from '../../verdict.ts'
import { expectNoContent } from './without-content.ts'

export const notModifiedNoContent = check({
  id: 'http/not-modified-no-content',
  claim: 'An answer of 304 has no content: what follows it on the connection is the next answer.',
  severity: 'must',
  source: [rfc(9110, '15.4.5'), rfc(9112, '6.3')],
  mend: { general: 'Send the head of a 304 alone.' },
  run: (inspection) =>
    across(
      inspection.target.pages,
      'No page was answered with 304: none has an ETag or Last-Modified that counts.',
      ({ path, as, seen }) => {
        const tag = seen.answer.headers.get('etag')
        const date = seen.answer.headers.get('last-modified')
        if (tag === undefined && date === undefined) return undefined
        const headers = tag === undefined ? { 'If-Modified-Since': date } : { 'If-None-Match': tag }
        return expectNoContent(inspection, { path, as, headers }, 304)
      },
    ),
  flaw: sloppy({ contentFor304: true }),
})
