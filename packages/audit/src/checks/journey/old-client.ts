import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { publicPage } from '../http/carriers.ts'

const WITHIN = 2500

export const oldClient = check({
  id: 'journey/old-client',
  claim: 'A client of HTTP/1.0 is answered, and its connection closed.',
  severity: 'should',
  source: rfc(9112, '9.3'),
  mend: {
    general:
      'Close after the answer where the request says HTTP/1.0 without keep-alive: the client may wait for that.',
  },
  async run({ target, connect }) {
    const { path } = publicPage(target)
    const connection = await connect()
    await connection.write(`GET ${path} HTTP/1.0\r\nHost: ${target.origin.host}\r\n\r\n`)
    const answer = await connection.next('GET', WITHIN)
    if (answer !== undefined && (answer.status === 426 || answer.status === 505))
      return inconclusive(`HTTP/1.0 is not spoken: ${answer.status}.`)
    if (await connection.closes(WITHIN)) return passed()
    const what = answer === undefined ? 'was not answered' : 'was answered'
    const says = `A request of HTTP/1.0 ${what}, and its connection was open ${WITHIN / 1000} s later.`
    return failed(says, connection.exchange)
  },
  flaw: sloppy({ neverCloses: true }),
})
