import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { seenAnswers } from '../security/answers.ts'

/** Half a year. */
const LEAST = 15_768_000

export const hsts = check({
  id: 'http/hsts',
  claim: 'HSTS is sent over https, and not over http.',
  severity: 'should',
  source: [rfc(6797, '7.1'), rfc(6797, '7.2')],
  mend: {
    general:
      'Send "Strict-Transport-Security: max-age=31536000" with every answer over https, and with none over http. Begin with a short time, since it cannot be taken back.',
    stacks: {
      nginx:
        'add_header Strict-Transport-Security "max-age=31536000" always; in the server block of port 443',
      Caddy: 'header Strict-Transport-Security "max-age=31536000"',
      Express:
        'helmet sends it over http too: set strictTransportSecurity to false there, and let the proxy send it.',
      Django: 'SECURE_HSTS_SECONDS = 31536000',
      'ASP.NET Core': 'app.UseHsts()',
    },
  },
  async run(inspection) {
    const secure = inspection.target.origin.protocol === 'https:'
    for (const seen of await seenAnswers(inspection)) {
      const value = seen.answer.headers.get('strict-transport-security')
      if (!secure && value !== undefined)
        return failed(
          'It sends Strict-Transport-Security over http, where it must not be and means nothing.',
          seen,
          FIELD,
        )
      if (!secure) continue
      if (value === undefined) return failed('An answer over https lacks Strict-Transport-Security.', seen)
      const seconds = Number(/(?:^|;)\s*max-age\s*=\s*"?(\d+)"?/i.exec(value)?.[1])
      if (Number.isNaN(seconds))
        return failed(
          `Strict-Transport-Security is "${value.slice(0, 80)}", which lacks max-age: browsers ignore it.`,
          seen,
          FIELD,
        )
      if (seconds < LEAST)
        return failed(
          `Strict-Transport-Security holds for ${seconds} seconds; half a year (${LEAST}) or more was expected.`,
          seen,
          FIELD,
        )
    }
    return passed()
  },
  flaw: tampered((answer) => {
    answer.headers['strict-transport-security'] = 'max-age=31536000'
  }),
  sound: secured(),
})

const FIELD = /^strict-transport-security:[^\r\n]*/im
