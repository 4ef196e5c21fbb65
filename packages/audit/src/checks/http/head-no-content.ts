import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { writeRequest } from '../../wire/request.ts'

/** Milliseconds in which content that is too much comes, with the head or hard upon it. */
const HARD_UPON = 50

export const headNoContent = check({
  id: 'http/head-no-content',
  claim: 'The answer to HEAD has no content: what follows it on the connection is the next answer.',
  severity: 'must',
  source: [rfc(9110, '9.3.2'), rfc(9112, '6.3')],
  mend: {
    general: 'Answer HEAD with the head of GET alone; most servers leave the content out by themselves.',
  },
  run: ({ target, connect }) =>
    across(
      [...target.pages.slice(0, 3), { path: target.missing(), as: undefined }],
      'There was nothing to ask for.',
      async ({ path, as }) => {
        const { host } = target.origin
        const connection = await connect()
        await connection.write(writeRequest({ method: 'HEAD', path, as }, host))
        const first = await connection.next('HEAD')
        if (first === undefined) return inconclusive(`HEAD ${path} was not answered.`)
        await connection.arrives(HARD_UPON)
        await connection.write(writeRequest({ path, as, headers: { Connection: 'close' } }, host))
        const second = await connection.next('GET', 3000)
        const { exchange } = connection
        if (second !== undefined && second.status === 0) {
          const says = `Behind the head of the answer to HEAD ${path} (${statusLine(first)}) came content, where the next answer was expected.`
          return failed(says, exchange, { in: 'received', from: first.to, to: exchange.received.length })
        }
        if (second !== undefined) return passed()
        if (exchange.received.length === first.to && exchange.ended !== 'open')
          return passed('The connection was ended behind the head.')
        return inconclusive('The next request on the connection was not answered.')
      },
    ),
  flaw: sloppy({ contentForHead: true }),
})
