import { setTimeout as sleep } from 'node:timers/promises'
import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import { NoAnswer } from '../../run/inspection.ts'
import type { Answered, Exchange } from '../../wire/exchange.ts'

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
  async run({ send, connect, target, signal }) {
    const { path, as } = target.pages[0] ?? { path: target.missing(), as: undefined }
    const before = await send({ path, as })
    if (before.answer.status >= 500) return inconclusive(`${path} is ${statusLine(before.answer)} by now.`)
    for (let client = 0; client < CLIENTS; client++) {
      // A server that is gone by then is found out below.
      const connection = await connect().catch(() => undefined)
      if (connection === undefined) break
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
    const ask = () => stateOf(send({ path, as }), path)
    const first = await ask()
    if (first === undefined) return passed()
    // It may have had a bad moment for another reason.
    await sleep(500, undefined, { signal })
    const second = await ask()
    if (second === undefined) return inconclusive(`${first.says} Half a second later it was well again.`)
    return failed(
      `After ${CLIENTS} clients had left in the middle, ${second.says}`,
      second.exchange ?? before,
      STATUS,
    )
  },
  flaw: breaking(),
})

/** What is wrong with how it answers; `undefined` where nothing is. */
async function stateOf(
  asked: Promise<Answered>,
  path: string,
): Promise<{ readonly says: string; readonly exchange: Exchange | undefined } | undefined> {
  try {
    const exchange = await asked
    const wrong = exchange.answer.status >= 500
    return wrong ? { says: `${path} is ${statusLine(exchange.answer)}.`, exchange } : undefined
  } catch (error) {
    if (error instanceof NoAnswer) return { says: error.message, exchange: error.exchange }
    if (error instanceof Unreachable) return { says: error.message, exchange: undefined }
    throw error
  }
}

/** A server in which each client that leaves keeps a connection of a pool that nobody gives back. */
function breaking() {
  let held = 0
  return flawed((request, response, pass) => {
    request.socket.once('close', () => (held += request.complete ? 0 : 1))
    if (held > 3) response.writeHead(500).end()
    else pass()
  })
}
