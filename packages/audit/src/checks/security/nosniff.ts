import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { fieldIn, requestLine, seenAnswers } from './answers.ts'

export const nosniff = check({
  id: 'security/nosniff',
  claim: 'Answers with content forbid browsers to guess another type for it.',
  severity: 'should',
  source: text(
    'Fetch, X-Content-Type-Options',
    'https://fetch.spec.whatwg.org/#x-content-type-options-header',
  ),
  mend: {
    general: 'Add "X-Content-Type-Options: nosniff" to every answer, failures included.',
    stacks: {
      Express: 'app.use(helmet())',
      Fastify: "await app.register(import('@fastify/helmet'))",
      'Spring Boot': 'Spring Security sends it unless headers().contentTypeOptions() is disabled.',
      Django: "MIDDLEWARE = ['django.middleware.security.SecurityMiddleware', …]",
      nginx: 'add_header X-Content-Type-Options nosniff always;',
      Caddy: 'header X-Content-Type-Options nosniff',
    },
  },
  async run(inspection) {
    const answers = await seenAnswers(inspection)
    return across(answers, 'No answer had any content.', (seen) => {
      const { headers, body } = seen.answer
      if (body.length === 0) return undefined
      const value = headers.get('x-content-type-options')
      // Fetch section 3.5 looks at the first value only.
      if (value?.split(',')[0]?.trim().toLowerCase() === 'nosniff') return passed()
      const is = value === undefined ? 'has no X-Content-Type-Options' : `has "${value.slice(0, 80)}"`
      return failed(
        `The answer to ${requestLine(seen)} ${is}; "nosniff" was expected.`,
        seen,
        value === undefined ? fieldIn('content-type') : fieldIn('x-content-type-options'),
      )
    })
  },
  flaw: htmlPage({}),
})
