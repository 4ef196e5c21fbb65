import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor, publicPage } from '../http/carriers.ts'

/** Milliseconds. */
const PAUSE = 3

export const splitRequest = check({
  id: 'journey/split-request',
  claim: 'A request that arrives byte by byte is answered like any other.',
  severity: 'must',
  source: [rfc(9112, '2.2'), rfc(9293, '3.4')],
  mend: {
    general:
      'TCP has no messages: keep what has arrived in a buffer until the empty line, and then until the end of the content.',
  },
  async run({ target, connect }) {
    const { seen } = publicPage(target)
    const connection = await connect()
    // Small segments are not gathered here (TCP_NODELAY), and a busy reader should not gather them all either.
    for (const byte of Buffer.from(carriersFor(target).last)) {
      await connection.write(Buffer.of(byte))
      if (await connection.arrives(PAUSE)) break
    }
    const answer = await connection.next()
    if (answer?.status === seen.answer.status) return passed()
    const what = answer === undefined ? 'not answered' : `answered with ${statusLine(answer)}`
    const says = `A request byte by byte was ${what}; in one piece it is answered with ${statusLine(seen.answer)}.`
    return failed(says, [{ exchange: connection.exchange, amid: 'Each byte has to be a write of its own.' }])
  },
  flaw: sloppy({ onePacket: true }),
})
