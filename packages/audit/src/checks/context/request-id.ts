import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { idOf, mendId } from './id-header.ts'
import { everyKind } from './refusals.ts'

export const requestId = check({
  id: 'context/request-id',
  claim: 'Every answer, refusals too, carries an id by which it is found in the log.',
  severity: 'should',
  source: text(
    'OWASP Logging Cheat Sheet, Interaction identifier',
    'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#event-attributes',
  ),
  mend: mendId,
  async run({ send, target }) {
    let carrying = 0
    let without: Awaited<ReturnType<typeof send>> | undefined
    let request = ''
    for (const spec of everyKind(target)) {
      const exchange = await send(spec)
      if (idOf(exchange.answer) !== undefined) carrying++
      else if (without === undefined) {
        without = exchange
        request = `${spec.method ?? 'GET'} ${spec.path}`
      }
    }
    if (without === undefined)
      return carrying > 0 ? passed() : inconclusive('It has no address that can be asked.')
    return failed(
      carrying === 0
        ? 'No answer carries an id of the request, such as X-Request-Id.'
        : `The ${statusLine(without.answer)} to ${request} has no id of the request, though other answers do.`,
      without,
      STATUS,
    )
  },
  flaw: tampered((answer) => {
    if (answer.status >= 400) delete answer.headers['x-request-id']
  }),
})
