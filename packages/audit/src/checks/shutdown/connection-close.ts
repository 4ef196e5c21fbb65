import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { hold } from '../../process/in-flight.ts'
import { isOpen, launch, type Launched } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import type { Connection } from '../../wire/connection.ts'
import { writeRequest } from '../../wire/request.ts'
import { DRAIN } from './mend.ts'

export const connectionClose = check({
  id: 'shutdown/connection-close',
  claim: 'The last answer on a connection after the signal says "Connection: close".',
  severity: 'should',
  source: rfc(9112, '9.6'),
  mend: {
    general:
      'From the signal on put "Connection: close" on every answer: the client then knows that the next request belongs on another connection, and does not lose one to the closing.',
    stacks: {
      ...DRAIN.stacks,
      Express: "res.set('Connection', 'close') in a first middleware while shutting down",
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { running, connect, patience } = launched
    const request = writeRequest(probe(inspection.target), launched.instance.origin.host)
    const idle = await connect()
    await idle.write(request)
    await idle.next()
    const held = await hold(inspection, launched)
    running.signal('SIGTERM')
    // Answers before its handler has run are answers of before.
    await running.ends(50)
    const idleEnd = await lastWord(idle, request, launched)
    const finished = await held.answer(patience)
    // What refuses before it has read may have been decided before the signal.
    const heldEnd =
      finished && finished.status < 400
        ? await lastWord(held.connection, request, launched, finished)
        : undefined
    if (idleEnd === 'silent' || heldEnd === 'silent')
      return failed(
        'The last answer on a connection after the signal did not say that it was the last: "Connection: close" was expected.',
        (idleEnd === 'silent' ? idle : held.connection).exchange,
      )
    if (idleEnd === 'told' || heldEnd === 'told') return passed()
    return inconclusive('No last answer came after the signal, so that it could not be seen what it says.')
  },
  flaw: program(`
    serve({ handle: (request, response, program) => handle(request, response, { ...program, leaving: false }) })
  `),
  sound: soundProgram,
})

/**
 * Asks on a connection until an answer says that it was the last (`told`), or the connection is closed without (`silent`).
 * Who takes no new connections any more and goes on answering without a word is silent as well: such a client would keep
 * it from ending.
 */
async function lastWord(
  connection: Connection,
  request: Uint8Array,
  launched: Launched,
  first?: Answer,
): Promise<'told' | 'silent' | undefined> {
  const { running, patience } = launched
  let last = first
  let refusing = false
  for (const until = performance.now() + patience; performance.now() < until;) {
    if (last !== undefined && saysClose(last)) return 'told'
    if (last !== undefined && refusing && last !== first) return 'silent'
    refusing ||= !(await isOpen(launched))
    await connection.write(request)
    const next = await connection.next('GET', 1000)
    if (next === undefined) return last === undefined ? undefined : 'silent'
    last = next
    await running.ends(20)
  }
  return undefined
}

function saysClose({ headers }: Answer): boolean {
  return headers.list('connection').includes('close')
}
