import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'
import { carriersFor } from '../http/carriers.ts'

/** Octets that fit into no buffers of a kernel. */
const MUCH = 10_000_000
const MOST_REQUESTS = 80
const OTHERS = 3

export const slowReader = check({
  id: 'journey/slow-reader',
  claim: 'A client that does not read its answers keeps nobody else from being served.',
  severity: 'should',
  source: text(
    'CWE-400: Uncontrolled Resource Consumption',
    'https://cwe.mitre.org/data/definitions/400.html',
  ),
  mend: {
    general:
      'Write answers without waiting in a thread that serves others; stop reading requests from a client that does not read; give up on it after a while.',
    stacks: { nginx: 'proxy_buffering on; send_timeout 30s;' },
  },
  async run({ target, connect, send }) {
    const [page] = target.pages
      .filter(({ as }) => as === undefined)
      .toSorted((one, other) => other.seen.answer.body.length - one.seen.answer.body.length)
    const size = page?.seen.answer.body.length ?? 0
    const count = Math.ceil(MUCH / Math.max(size, 1))
    if (page === undefined || count > MOST_REQUESTS)
      return inconclusive(
        'No page of 125 KB or more is known that anybody may see; name one under "pages" in the configuration.',
      )
    const reader = await connect()
    reader.pause()
    const request = writeRequest({ path: page.path }, target.origin.host)
    await reader.write(Buffer.concat(Array.from({ length: count }, () => request)))
    for (let other = 0; other < OTHERS; other++) {
      const connection = await connect()
      await connection.write(carriersFor(target).last)
      if ((await connection.next('GET', 3000)) === undefined) {
        const says = `While a client did not read ${count} answers, another request was not answered within 3 s.`
        const amid = `It takes a connection beside it on which ${count} answers are asked for and not read.`
        return failed(says, [{ exchange: connection.exchange, amid }])
      }
    }
    await send({ path: page.path })
    return passed()
  },
  flaw: sloppy({ oneWriter: true }),
})
