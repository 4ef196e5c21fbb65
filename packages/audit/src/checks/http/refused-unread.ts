import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { writeHead } from './resource-content.ts'

export const refusedUnread = check({
  id: 'http/refused-unread',
  claim: 'Content that is too large is refused before the client that asks first is told to send it.',
  severity: 'may',
  source: rfc(9110, '10.1.1'),
  mend: {
    general: 'Decide by Content-Length, before 100 (Continue) is sent: the client then sends nothing at all.',
    stacks: { 'Node.js': "server.on('checkContinue', …), which looks at Content-Length first." },
  },
  needs: ['resource'],
  async run({ target, connect }) {
    const head = need(
      writeHead(target, 'Content-Length: 10000000000\r\nExpect: 100-continue\r\nConnection: close\r\n'),
      'Nothing is known that takes content.',
    )
    const connection = await connect()
    await connection.write(head)
    const answer = await connection.next('POST', 1000)
    const { exchange } = connection
    const [first] = exchange.answers
    if (first?.status === 100)
      return failed(
        'A client that asked whether to send 10 GB was told to go on; 413 was expected.',
        exchange,
        /^HTTP\S+ 100/,
      )
    if (answer !== undefined && answer.status >= 400 && answer.status !== 408)
      return passed(`Answered with ${statusLine(answer)}.`)
    return exchange.ended === 'open'
      ? inconclusive('The target neither told the client to go on nor answered within 1 s.')
      : passed('The connection was ended.')
  },
  flaw: sloppy({ readsBeforeRefusing: true }),
  sound: sloppy(),
})
