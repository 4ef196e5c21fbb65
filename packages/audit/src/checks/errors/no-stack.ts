import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { owaspApi } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { failures } from './provoked.ts'
import { stackIn } from './texts.ts'

export const noStack = check({
  id: 'errors/no-stack',
  claim: 'No answer has a stack trace or the path of a file in it.',
  severity: 'must',
  source: owaspApi('API8', 'Security Misconfiguration'),
  mend: {
    general:
      'Log what was thrown with its stack, and answer with the status and an id alone. Run in production mode.',
    stacks: {
      Express: 'NODE_ENV=production, and an error handler of your own as the last middleware',
      Django: 'DEBUG = False',
      'Spring Boot': 'server.error.include-stacktrace=never',
      'ASP.NET Core': "app.UseExceptionHandler('/error') outside of development",
      Laravel: 'APP_DEBUG=false',
    },
  },
  async run(inspection) {
    return across(await failures(inspection), 'No failure could be provoked.', ({ says, seen }) => {
      const leak = stackIn(seen.answer)
      if (leak === undefined) return passed()
      const text = leak.text.slice(0, 160)
      return failed(
        `${says} was answered with ${leak.what}: ${text}`,
        seen,
        leak.text.split('\n')[0]?.slice(0, 60),
      )
    })
  },
  flaw: tampered((answer) => {
    if (answer.status !== 404) return
    answer.body = Buffer.from(
      JSON.stringify({
        title: 'Not Found',
        status: 404,
        stack:
          'Error: no route\n    at findRoute (/srv/shop/dist/router.js:41:11)\n    at handle (/srv/shop/dist/server.js:12:3)',
      }),
    )
  }),
})
