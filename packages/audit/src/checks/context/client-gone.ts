import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import { NoAnswer } from '../../run/inspection.ts'

const CLIENTS = 20

export const clientGone = check({
  id: 'context/client-gone',
  claim: 'Clients that leave in the middle of a request do no harm to others.',
  severity: 'must',
  source: [
    rfc(9112, '8'),
    text('CWE-404 Improper Resource Shutdown or Release', 'https://cwe.mitre.org/data/definitions/404.html'),
  ],
  mend: {
    general:
      'Treat the end of a connection as the end of the request: cancel what it waits for, give back what it holds in a `finally`, and let no error of its socket go unhandled.',
    stacks: {
      Node: "request.on('error', …) and pipeline() in place of pipe(); an unhandled 'error' event ends the process.",
      'Go net/http': 'Pass r.Context() on; it is cancelled when the client leaves.',
      'ASP.NET Core': 'Pass HttpContext.RequestAborted to whatever is awaited.',
    },
  },
  async run({ send, connect, target }) {
    const { path, as } = target.pages[0] ?? { path: target.missing(), as: undefined }
    const before = await send({ path, as })
    if (before.answer.status >= 500) return inconclusive(`${path} is ${statusLine(before.answer)} by now.`)
    try {
      for (let client = 0; client < CLIENTS; client++) {
        const connection = await connect()
        const head = `Host: ${target.origin.host}\r\n`
        // Some leave before their content has come, and some before they have read the answer.
        await connection.write(
          target.writable && client % 2 === 0
            ? `POST ${path} HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"a":`
            : `GET ${path} HTTP/1.1\r\n${head}\r\n`,
        )
        await connection.next('POST', 5)
        connection.reset()
      }
      const exchange = await send({ path, as })
      if (exchange.answer.status === before.answer.status) return passed()
      if (exchange.answer.status < 500)
        return inconclusive(`${path} is ${statusLine(exchange.answer)} by now.`)
      return failed(
        `After ${CLIENTS} clients had left, ${path} is ${statusLine(exchange.answer)}; before it was ${statusLine(before.answer)}.`,
        exchange,
        STATUS,
      )
    } catch (error) {
      if (error instanceof Unreachable)
        return failed(`After some clients had left it accepts no connection: ${error.message}`, before)
      if (error instanceof NoAnswer)
        return failed(`After ${CLIENTS} clients had left, ${path} is not answered any more.`, error.exchange)
      throw error
    }
  },
  flaw: breaking(),
})

/** A server in which each client that leaves keeps a connection of a pool that nobody gives back. */
function breaking() {
  let held = 0
  return flawed((request, response, pass) => {
    request.socket.once('close', () => (held += request.complete ? 0 : 1))
    if (held > 3) response.writeHead(500).end()
    else pass()
  })
}
