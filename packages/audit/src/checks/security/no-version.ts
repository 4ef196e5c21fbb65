import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { fieldIn, requestLine, seenAnswers } from './answers.ts'

const TELLING = [
  'server',
  'x-powered-by',
  'x-aspnet-version',
  'x-aspnetmvc-version',
  'x-generator',
  'x-runtime-version',
]

export const noVersion = check({
  id: 'security/no-version',
  claim: 'No header tells the version of the software.',
  severity: 'should',
  source: rfc(9110, '10.2.4'),
  mend: {
    general: 'Leave the version out of Server, and X-Powered-By and its like out altogether.',
    stacks: {
      Express: "app.disable('x-powered-by')",
      nginx: 'server_tokens off;',
      Apache: 'ServerTokens Prod and ServerSignature Off',
      PHP: 'expose_php = Off in php.ini',
      'ASP.NET Core': 'options.AddServerHeader = false for Kestrel; removeServerHeader="true" for IIS',
      Tomcat: 'server.server-header= (empty) in application.properties',
    },
  },
  async run(inspection) {
    for (const seen of await seenAnswers(inspection)) {
      for (const name of TELLING) {
        const value = seen.answer.headers.get(name)
        if (value === undefined || !/\d+\.[\dxz]|\/\d/.test(value)) continue
        const says = `The answer to ${requestLine(seen)} says "${name}: ${value.slice(0, 120)}": known holes are looked up by version.`
        return failed(says, seen, fieldIn(name))
      }
    }
    return passed()
  },
  flaw: tampered((answer) => {
    answer.headers['server'] = 'Apache/2.4.57 (Debian)'
  }),
})
