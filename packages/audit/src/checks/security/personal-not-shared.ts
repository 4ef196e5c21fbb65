import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { fieldIn } from './answers.ts'
import { NOTHING_PERSONAL, personalAnswers } from './personal.ts'

export const personalNotShared = check({
  id: 'security/personal-not-shared',
  claim: 'What only somebody may see is never left to a shared cache.',
  severity: 'must',
  source: [rfc(9111, '3.5'), rfc(9111, '5.2.2.9'), rfc(9111, '5.2.2.10')],
  mend: {
    general:
      'Answer "Cache-Control: no-store", or private, wherever it matters who asks. public and s-maxage let a cache in between give one user\'s page to the next.',
    stacks: {
      Express: "response.set('Cache-Control', 'no-store')",
      Django: '@never_cache, or @cache_control(private=True)',
      nginx: 'Leave proxy_ignore_headers Cache-Control out.',
      Rails: "response.headers['Cache-Control'] = 'no-store', and never expires_in with public: true",
    },
  },
  needs: ['user'],
  async run(inspection) {
    return across(await personalAnswers(inspection), NOTHING_PERSONAL, ({ page, as, seen }) => {
      const { headers } = seen.answer
      const directives = headers.list('cache-control')
      const shared = directives.find((each) => each === 'public' || /^s-maxage\s*=\s*"?[1-9]/.test(each))
      if (shared === undefined || directives.some((each) => /^(?:private|no-store|no-cache)$/.test(each)))
        return passed()
      // A cache keeps apart what varies by what tells who asks (section 4.1).
      const varies = headers.list('vary')
      if (
        varies.includes('*') ||
        Object.keys(as.headers).every((name) => varies.includes(name.toLowerCase()))
      )
        return passed()
      return failed(
        `GET ${page.path} refuses whoever is nobody, and its answer to ${as.name} says "${shared}": a shared cache gives it to anybody.`,
        seen,
        fieldIn('cache-control'),
      )
    })
  },
  flaw: tampered((answer, request) => {
    if (request.url === '/me') {
      answer.headers['cache-control'] = 'public, max-age=60'
      answer.headers['vary'] = 'Accept-Encoding'
    }
  }),
})
