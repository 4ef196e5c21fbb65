import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import { atOnce } from './at-once.ts'
import { idOf, mendId } from './id-header.ts'

const REQUESTS = 100

export const requestIdUnique = check({
  id: 'context/request-id-unique',
  claim: 'No two requests have the same id, however many come at once.',
  severity: 'should',
  source: [
    rfc(9562, '5.4'),
    text(
      'OWASP Logging Cheat Sheet, Interaction identifier',
      'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#event-attributes',
    ),
  ],
  mend: {
    ...mendId,
    general: `${mendId.general} 122 random bits (UUID version 4) do not meet again; a counter or the time does, after a restart or in a second process.`,
  },
  async run({ send, target }) {
    const path = target.pages[0]?.path ?? target.missing()
    const as = target.pages[0]?.as
    const seen = new Map<string, Answered>()
    const answers = await atOnce(REQUESTS, () => send({ path, as }))
    for (const exchange of answers) {
      const id = idOf(exchange.answer)
      if (id === undefined) return inconclusive('Its answers carry no id of the request.')
      const before = seen.get(id.value)
      if (before !== undefined)
        return failed(`Two of ${REQUESTS} requests have the id "${id.value.slice(0, 80)}".`, [
          { exchange: before, mark: markIn(before, 'received', id.value) },
          { exchange, mark: markIn(exchange, 'received', id.value) },
        ])
      seen.set(id.value, exchange)
    }
    return passed()
  },
  flaw: tampered((answer) => {
    answer.headers['x-request-id'] = String(Math.floor(Date.now() / 100_000))
  }),
})
