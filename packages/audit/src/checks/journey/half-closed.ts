import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { carriersFor } from '../http/carriers.ts'

export const halfClosed = check({
  id: 'journey/half-closed',
  claim: 'A client that has said all, and closes its side, still gets its answer.',
  // Proxies may take the end of what a client says for the end of its interest.
  severity: 'may',
  source: rfc(9293, '3.6'),
  mend: {
    general:
      'Take the end of the incoming side for what it is: no further request. Answer what has come whole.',
    stacks: {
      nginx: 'proxy_ignore_client_abort on;',
      'Node.js sockets': 'createServer({ allowHalfOpen: true })',
    },
  },
  async run({ target, connect }) {
    const connection = await connect()
    await connection.write(carriersFor(target).last)
    connection.end()
    if ((await connection.next()) !== undefined) return passed()
    return failed('A client that closed its side after a whole request got no answer.', connection.exchange)
  },
  flaw: sloppy({ halfClosedIsGone: true }),
})
