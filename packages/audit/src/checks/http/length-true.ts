import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'

/** Pages beyond these are like them. */
const MOST = 5

export const lengthTrue = check({
  id: 'http/length-true',
  claim: 'An answer has as much content as its Content-Length says.',
  severity: 'must',
  source: [rfc(9110, '8.6'), rfc(9112, '6.3')],
  mend: {
    general:
      'Count octets, not characters, and after any compression; best, leave Content-Length to the server where it knows the content.',
    stacks: { 'Node.js': 'Buffer.byteLength(text), not text.length' },
  },
  run: ({ target, connect }) =>
    across(
      [...target.pages.slice(0, MOST), { path: target.missing(), as: undefined }],
      'There was nothing to ask for.',
      async ({ path, as }) => {
        const connection = await connect()
        await connection.write(
          writeRequest({ path, as, headers: { Connection: 'close' } }, target.origin.host),
        )
        const [answer, after] = await connection.rest(3000)
        const { exchange } = connection
        if (answer === undefined) return inconclusive(`GET ${path} was not answered.`)
        const length = answer.headers.get('content-length')
        if (length === undefined || answer.framing !== 'length') return undefined
        if (after !== undefined) {
          const says = `The answer to GET ${path} says that its content has ${length} octets, and goes on behind them.`
          return failed(says, exchange, { in: 'received', from: answer.to, to: exchange.received.length })
        }
        if (answer.complete) return passed()
        if (exchange.ended !== 'closed')
          return inconclusive(`The answer to GET ${path} was not complete within 3 s.`)
        const says = `The answer to GET ${path} says that its content has ${length} octets; ${answer.body.length} came before the connection was closed.`
        return failed(says, exchange, /content-length[^\r\n]*/i)
      },
    ),
  flaw: sloppy({ shortLength: true }),
})
