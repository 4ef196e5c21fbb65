import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { owaspApi } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { failures } from './provoked.ts'
import { databaseIn, softwareIn } from './texts.ts'

export const noInternals = check({
  id: 'errors/no-internals',
  claim: 'No answer names a table, a constraint, a library or a version.',
  severity: 'should',
  source: owaspApi('API8', 'Security Misconfiguration'),
  mend: {
    general:
      'Answer with words of your own for what the client did, and log the words of the database and the library. Replace the error pages that a server brings along.',
    stacks: {
      nginx: 'server_tokens off;',
      Apache: 'ServerTokens Prod and ServerSignature Off',
      'Spring Boot': 'server.error.include-message=never and server.error.include-exception=false',
      Tomcat:
        '<Valve className="org.apache.catalina.valves.ErrorReportValve" showServerInfo="false" showReport="false"/>',
    },
  },
  async run(inspection) {
    return across(await failures(inspection), 'No failure could be provoked.', ({ says, seen }) => {
      const leak = databaseIn(seen.answer) ?? softwareIn(seen.answer)
      if (leak === undefined) return passed()
      return failed(`${says} was answered with ${leak.what}: ${leak.text.slice(0, 160)}`, seen, leak.text)
    })
  },
  flaw: tampered((answer) => {
    if (answer.status === 422) answer.body = Buffer.from('{"title":"column \\"limit\\" does not exist"}')
    if (answer.status === 404) answer.body = Buffer.from('<hr><center>nginx/1.22.1</center>')
  }),
})
