import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { carriersFor, publicPage } from '../http/carriers.ts'

export const keepAlive = check({
  id: 'journey/keep-alive',
  claim: 'A connection serves more than one request.',
  severity: 'should',
  source: rfc(9112, '9.3'),
  mend: {
    general: 'Keep connections open after an answer: a new one costs a round trip, and with TLS two.',
    stacks: {
      Apache: 'KeepAlive On',
      "Python's http.server": "protocol_version = 'HTTP/1.1'",
      Gunicorn: 'Use a worker class that keeps connections, such as gthread.',
    },
  },
  async run({ target, connect }) {
    publicPage(target)
    const { begin, last } = carriersFor(target)
    const connection = await connect()
    await connection.write(begin('GET', ''))
    const first = await connection.next()
    await connection.write(last)
    const second = first === undefined ? undefined : await connection.next()
    if (second !== undefined) return passed()
    const says = 'The second request on a connection was not answered.'
    return failed(says, connection.exchange, /^connection:[^\r\n]*/im)
  },
  flaw: sloppy({ neverKeeps: true }),
})
