import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { publicPage } from './carriers.ts'

const LENGTH = 8000
const TOO_LONG: ReadonlySet<number> = new Set([400, 413, 414, 431])

export const usualTarget = check({
  id: 'http/usual-target',
  claim: 'A request target of 8,000 octets is taken.',
  severity: 'should',
  // "It is RECOMMENDED that all senders and recipients support, at a minimum, URIs with lengths of 8000 octets".
  source: rfc(9110, '4.1'),
  mend: {
    general: 'Allow request lines of 8 KiB and some more, in the server and in each proxy before it.',
    stacks: {
      nginx: 'large_client_header_buffers 4 16k;',
      Apache: 'LimitRequestLine 16380',
      Gunicorn: '--limit-request-line 8190',
    },
  },
  async run({ send, target }) {
    const { path } = publicPage(target)
    const begin = `${path}${path.includes('?') ? '&' : '?'}a=`
    const short = await send({ path: `${begin}a` })
    const long = await send({ path: begin + 'a'.repeat(LENGTH - begin.length) })
    const { status } = long.answer
    if (status === short.answer.status) return passed()
    if (!TOO_LONG.has(status))
      return inconclusive(`The answer was ${statusLine(long.answer)}, which is not about its length.`)
    const says = `A target of ${LENGTH} octets was answered with ${statusLine(long.answer)}, and a short one of the same form with ${statusLine(short.answer)}.`
    return failed(says, long, STATUS)
  },
  flaw: sloppy({ longestLine: 4096 }),
})
