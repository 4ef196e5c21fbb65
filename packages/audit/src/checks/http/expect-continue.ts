import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor } from './carriers.ts'

/** Milliseconds that a client waits for the word before it may send its content all the same. */
const PATIENCE = 4000

export const expectContinue = check({
  id: 'http/expect-continue',
  claim:
    'A client that asks before it sends content is told to go on, or gets its answer, without having to send it.',
  severity: 'must',
  // "MUST NOT wait for the content before sending the 100 (Continue) response".
  source: rfc(9110, '10.1.1'),
  mend: {
    general:
      'Answer `Expect: 100-continue` at once: with 100 (Continue), or with the final status where the head alone tells it.',
    stacks: {
      'Node.js': 'node:http does it by itself, unless there is a listener for "checkContinue" that does not.',
      nginx: 'It does it by itself where it reads the content.',
    },
  },
  async run(inspection) {
    const { methods, begin } = carriersFor(inspection.target)
    const connection = await inspection.connect()
    const method = methods.at(-1) ?? 'GET'
    await connection.write(
      begin(
        method,
        'Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n',
      ),
    )
    const until = performance.now() + PATIENCE
    while (performance.now() < until) {
      const answer = await connection.next(method, 50)
      // It waited for the content, until it gave up.
      if (answer?.status === 408) break
      if (answer !== undefined) return passed(`Answered with ${statusLine(answer)} at once.`)
      if (connection.exchange.answers.length > 0 || connection.ended !== 'open') break
    }
    const invited = connection.exchange.answers.some(({ status }) => status < 200)
    if (connection.exchange.answers.length === 0 && connection.ended !== 'open')
      return passed('The connection was ended.')
    await connection.write('{}')
    const answer = await connection.next(method)
    if (invited && answer !== undefined)
      return passed(`It was told to go on, and answered with ${statusLine(answer)}.`)
    const says = invited
      ? 'The client was told to go on, and then its content was not answered.'
      : `Neither 100 (Continue) nor an answer came within ${PATIENCE / 1000} s.`
    return failed(says, connection.exchange, { in: 'sent', from: 0, to: connection.exchange.sent.length - 2 })
  },
  flaw: sloppy({ lateContinue: true }),
})
