import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

export const requestIdHostile = check({
  id: 'context/request-id-hostile',
  claim: "A client's request id is taken over only where it looks like an id.",
  severity: 'should',
  source: [
    text(
      'CWE-117 Improper Output Neutralization for Logs',
      'https://cwe.mitre.org/data/definitions/117.html',
    ),
    text(
      'OWASP Logging Cheat Sheet, Event collection',
      'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#event-collection',
    ),
  ],
  mend: {
    general:
      'Make an id of your own unless the one that came has a known form and length, such as 1 to 64 letters, digits and hyphens: it goes into every log line and comes back in answers.',
    stacks: {
      Express: "const id = /^[\\w-]{8,64}$/.test(given ?? '') ? given : crypto.randomUUID()",
      Rails: 'ActionDispatch::RequestId keeps letters, digits, _ and - only, up to 255.',
      nginx: '$request_id is always its own; do not use $http_x_request_id.',
    },
  },
  async run({ send, target, random }) {
    const path = target.pages[0]?.path ?? target.missing()
    const as = target.pages[0]?.as
    const usual = await send({ path, as })
    for (const value of hostile(random.word(8))) {
      const headers = Object.fromEntries(NAMES.map((name) => [name, value]))
      const exchange = await send({ path, as, headers })
      const { answer } = exchange
      const [name] = answer.headers.fields.find(([, each]) => each.includes(value)) ?? []
      if (name !== undefined)
        return failed(
          `An id of ${value.length > 100 ? `${value.length} characters` : `"${value}"`} came back in ${name}, as it was sent.`,
          exchange,
          { in: 'received', ...placeOf(exchange.received, value) },
        )
      if (answer.status >= 500 && usual.answer.status < 500)
        return failed(`An id that is none was answered with ${statusLine(answer)}.`, exchange, STATUS)
    }
    return passed()
  },
  flaw: tampered((answer, request) => {
    const given = request.headers['x-request-id']
    if (typeof given === 'string') answer.headers['x-request-id'] = given
  }),
})

const NAMES = ['X-Request-Id', 'X-Correlation-Id', 'Request-Id']

/** Markup, a forged log line, and much more than an id. A line break cannot be sent in a field at all. */
function hostile(word: string): string[] {
  return [`<img src=x onerror=${word}>`, `${word}","level":"error","user":"root`, word.repeat(500)]
}

function placeOf(received: Buffer, value: string): { from: number; to: number } {
  const from = received.indexOf(value)
  return { from, to: from + Math.min(value.length, 200) }
}
