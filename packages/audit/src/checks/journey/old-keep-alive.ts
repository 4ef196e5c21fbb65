import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { carriersFor } from '../http/carriers.ts'

export const oldKeepAlive = check({
  id: 'journey/old-keep-alive',
  claim: 'A client of HTTP/1.0 that is told keep-alive is served on the same connection again.',
  severity: 'should',
  source: rfc(9112, '9.3'),
  mend: {
    general: 'Say keep-alive to HTTP/1.0 only where the connection is kept, and the content has a length.',
  },
  async run({ target, connect }) {
    const { begin } = carriersFor(target)
    const request = begin('GET', 'Connection: keep-alive\r\n', 'HTTP/1.0')
    const connection = await connect()
    await connection.write(request)
    const first = await connection.next('GET', 3000)
    if (first === undefined) return inconclusive('A request of HTTP/1.0 with keep-alive was not answered.')
    if (!first.headers.list('connection').includes('keep-alive'))
      return passed('It does not keep them, and does not say so.')
    await connection.write(request)
    if ((await connection.next('GET', 3000)) !== undefined) return passed()
    const says =
      'The answer to a client of HTTP/1.0 said keep-alive, and the next request on the connection was not answered.'
    return failed(says, connection.exchange, /^connection:[^\r\n]*/im)
  },
  flaw: sloppy({ brokenKeepAlive: true }),
})
