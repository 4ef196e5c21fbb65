import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { NOTHING_PERSONAL, personalAnswers } from './personal.ts'

export const noStore = check({
  id: 'security/no-store',
  claim: 'What only somebody may see says to caches that it is not theirs to keep.',
  severity: 'should',
  source: [rfc(9111, '7.1'), rfc(9111, '5.2.2.5')],
  mend: {
    general:
      'Answer "Cache-Control: no-store", or "private, no-cache" with an ETag where it may be kept by the client.',
    stacks: {
      Express:
        "app.use('/api', (request, response, next) => { response.set('Cache-Control', 'no-store'); next() })",
      'Spring Boot': 'Spring Security sends it unless headers().cacheControl() is disabled.',
      Django: '@never_cache',
    },
  },
  needs: ['user'],
  async run(inspection) {
    return across(await personalAnswers(inspection), NOTHING_PERSONAL, ({ page, as, seen }) => {
      const said = seen.answer.headers.list('cache-control')
      if (said.some((each) => /^(?:no-store|private|no-cache|max-age=0)\b/.test(each))) return passed()
      const is =
        said.length === 0 ? 'has no Cache-Control' : `has "Cache-Control: ${said.join(', ').slice(0, 80)}"`
      return failed(
        `The answer to GET ${page.path} for ${as.name} ${is}; no-store or private was expected.`,
        seen,
        /^cache-control:[^\r\n]*/im,
      )
    })
  },
  flaw: tampered((answer) => {
    delete answer.headers['cache-control']
  }),
})
