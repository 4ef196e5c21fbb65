import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { fieldIn, requestLine, seenAnswers } from './answers.ts'

export const noPoweredBy = check({
  id: 'security/no-powered-by',
  claim: 'No header advertises the framework.',
  severity: 'may',
  source: text(
    'OWASP HTTP Headers Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html#x-powered-by',
  ),
  mend: {
    general: 'Leave X-Powered-By out. It serves nobody who means well.',
    stacks: {
      Express: "app.disable('x-powered-by')",
      NestJS: "app.getHttpAdapter().getInstance().disable('x-powered-by')",
      'Next.js': 'poweredByHeader: false in next.config.js',
      PHP: 'expose_php = Off in php.ini',
      nginx: 'proxy_hide_header X-Powered-By;',
    },
  },
  async run(inspection) {
    for (const seen of await seenAnswers(inspection)) {
      const value = seen.answer.headers.get('x-powered-by')
      if (value !== undefined)
        return failed(
          `The answer to ${requestLine(seen)} says "X-Powered-By: ${value.slice(0, 120)}".`,
          seen,
          fieldIn('x-powered-by'),
        )
    }
    return passed()
  },
  flaw: tampered((answer) => {
    answer.headers['x-powered-by'] = 'Express'
  }),
})
