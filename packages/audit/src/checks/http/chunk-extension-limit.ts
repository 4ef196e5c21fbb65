import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { carriersFor } from './carriers.ts'
import { isServed } from './converse.ts'
import { REFUSE_CHUNKS } from './mends.ts'

const PIECE = Buffer.alloc(64 << 10, 'a')
const PIECES = 32

export const chunkExtensionLimit = check({
  id: 'http/chunk-extension-limit',
  claim: 'A chunk extension without end is not read for ever.',
  severity: 'may',
  // "A server ought to limit the total length of chunk extensions".
  source: rfc(9112, '7.1.1'),
  mend: REFUSE_CHUNKS,
  async run(inspection) {
    const { begin, last } = carriersFor(inspection.target)
    const connection = await inspection.connect()
    await connection.write(`${begin('GET', 'Transfer-Encoding: chunked\r\n')}2;a=`)
    for (let sent = 0; sent < PIECES && connection.ended === 'open'; sent++) {
      await connection.write(PIECE)
      await connection.arrives(2)
    }
    await connection.write(`\r\nab\r\n0\r\n\r\n${last}`)
    const first = await connection.next('GET', 2000)
    const second = first === undefined ? undefined : await connection.next('GET', 700)
    const { exchange } = connection
    if (second !== undefined && isServed(second)) {
      const says = `A chunk extension of ${PIECES * 64} KiB was read, and the request behind it answered; a limit was expected.`
      return failed(says, exchange, { in: 'received', from: second.from, to: second.to })
    }
    if (exchange.ended !== 'open' || (first !== undefined && first.status >= 400)) return passed()
    return inconclusive('The target neither ended the connection nor answered what followed within 2 s.')
  },
  flaw: sloppy({ extensionsUnlimited: true }),
})
