import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { probe } from '../../process/probe.ts'
import { text } from '../../source.ts'
import { signInRequest } from '../../target/sign-in-request.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { unreadable } from './requests.ts'
import { listen, SAYS_NOTHING, shorten } from './said.ts'

export const noSecrets = check({
  id: 'observability/no-secrets',
  claim: 'Tokens, cookies and passwords that are sent do not appear in the log.',
  severity: 'must',
  source: [
    text(
      'CWE-532: Insertion of Sensitive Information into Log File',
      'https://cwe.mitre.org/data/definitions/532.html',
    ),
    text(
      'OWASP Logging Cheat Sheet: data to exclude',
      'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude',
    ),
  ],
  mend: {
    general:
      'Do not log headers and bodies as a whole: name what is logged. Take Authorization, Cookie, Set-Cookie and passwords out in the logger itself, so that no caller has to think of it. An error of a parser may carry the body: log its message alone.',
    stacks: {
      Node: "pino({ redact: ['req.headers.authorization', 'req.headers.cookie', '*.password'] })",
      Rails: 'config.filter_parameters += [:password, :token]',
      'Spring Boot':
        'Leave spring.mvc.log-request-details off, and do not set CommonsRequestLoggingFilter to include payloads.',
      'ASP.NET Core':
        'HttpLogging redacts what is not named in RequestHeaders; do not name Authorization and Cookie.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const { target, random } = inspection
    const secret = () => `secret-${random.word(20)}`
    const [token, basic, cookie, password] = [secret(), secret(), secret(), secret()]
    const encoded = Buffer.from(`ada:${basic}`).toString('base64')
    const page = probe(target)
    const requests: RequestSpec[] = [
      { path: page.path, headers: { Authorization: `Bearer ${token}`, Cookie: `session=${cookie}` } },
      { path: page.path, headers: { Authorization: `Basic ${encoded}` } },
      { path: target.missing(), headers: { Authorization: `Bearer ${token}`, Cookie: `session=${cookie}` } },
      ...unreadable(target, `"user": "ada", "password": "${password}", `),
      ...(target.signIn === undefined || !target.writable
        ? []
        : [signInRequest(target.signIn, withPassword(target.signIn.wrong, password))]),
    ]
    const sent: readonly (readonly [string, string])[] = [
      ['A bearer token', token],
      ['A password of Basic authentication', basic],
      ['A password of Basic authentication, encoded,', encoded],
      ['A cookie', cookie],
      ['A password in the content', password],
    ]
    return listen(inspection, requests, ({ lines, exchanges }) => {
      if (lines.length === 0) return inconclusive(SAYS_NOTHING)
      for (const [what, value] of sent) {
        const line = lines.find((each) => each.text.includes(value))
        if (line === undefined) continue
        const exchange = exchanges.find((each) => each.sent.includes(value))
        const at = line.text.indexOf(value)
        const excerpt = line.text.slice(Math.max(0, at - 80), at + value.length + 20)
        return failed(
          `${what} that was sent is in its log: "${shorten({ ...line, text: excerpt })}"`,
          exchange && [{ exchange, mark: markOf(exchange.sent, value), says: 'This was sent.' }],
        )
      }
      return passed(`None of ${sent.length} secrets is in the ${lines.length} lines that it wrote.`)
    })
  },
  flaw: program(`
    serve({
      handle(request, response, program) {
        program.parts.log({ message: 'asked', headers: request.headers })
        return handle(request, response, program)
      },
    })
  `),
  sound: soundProgram,
})

/** A body to sign in with, with another text in each member that is no name of somebody. */
function withPassword(body: unknown, password: string): unknown {
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      /pass|secret|pin$/i.test(name) ? password : (value as unknown),
    ]),
  )
}

function markOf(sent: Buffer, value: string): { in: 'sent'; from: number; to: number } {
  const from = sent.indexOf(value)
  return { in: 'sent', from, to: from + value.length }
}
