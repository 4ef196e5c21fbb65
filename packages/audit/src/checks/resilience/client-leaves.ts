import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { launch } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { NoAnswer } from '../../run/inspection.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { Unreachable } from '../../wire/connection.ts'
import { writeRequest } from '../../wire/request.ts'

const EACH = 10

export const clientLeaves = check({
  id: 'resilience/client-leaves',
  claim: 'A client that leaves in the midst of a request or an answer does not end the process.',
  severity: 'must',
  source: rfc(9112, '9.5'),
  mend: {
    general:
      'A connection that breaks is nothing unusual: listen for the errors of every connection and stream, and end the request that it belongs to, not the process.',
    stacks: {
      Node: "socket.on('error', …) on every socket of one's own, and stream.pipeline() in place of pipe()",
      'Go net/http':
        'It recovers by itself in handlers; goroutines that handlers start have to recover themselves.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { running, connect, send } = launched
    const { target } = inspection
    const request = probe(target)
    await send(request)
    const { host } = launched.instance.origin
    const large = target.pages.toSorted(
      (one, other) => other.seen.answer.body.length - one.seen.answer.body.length,
    )[0]
    const parts = [
      '',
      `GET ${request.path} HTT`,
      `POST ${request.path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000\r\n\r\n{"half`,
      `POST ${request.path} HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{"half`,
      writeRequest({ path: large?.path ?? request.path, as: large?.as }, host),
    ]
    let last
    try {
      for (const part of parts)
        for (let n = 0; n < EACH; n++) {
          const connection = await connect()
          last = connection
          await connection.write(part)
          // Some at once, some when there is something of an answer.
          if (n % 2 === 1) await connection.next('GET', 20)
          connection.reset()
        }
      const exit = await running.ends(200)
      if (exit === undefined) {
        await send(request)
        return passed(`It answered after ${parts.length * EACH} clients had left.`)
      }
    } catch (error) {
      if (!(error instanceof Unreachable) && !(error instanceof NoAnswer)) throw error
    }
    const exit = await running.ends(500)
    return failed(
      exit === undefined
        ? 'After clients had left in the midst of requests it answered no more.'
        : `After clients had left in the midst of requests the process ended with ${exit.code}.`,
      last?.exchange,
    )
  },
  flaw: program(`
    serve().server.on('connection', (socket) => {
      socket.on('close', (broken) => {
        if (broken) throw new Error('The client is gone.')
      })
    })
  `),
  sound: soundProgram,
})
