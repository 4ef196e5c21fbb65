import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { tryOnce } from '../../process/dependents.ts'
import { launch } from '../../process/launch.ts'
import { owaspApi, text } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { writeRequest } from '../../wire/request.ts'

const CLIENTS = 40
/** Milliseconds after which a request is under way. */
const UNDER_WAY = 150
/** Times as long as alone: what is under way may go on to its end, and then it is one's turn. */
const TIMES = 3
/** Milliseconds that an answer may take besides. */
const NOISE = 500

export const leavesQueue = check({
  id: 'context/leaves-queue',
  claim: 'Whoever waits and leaves takes no place from those who come later.',
  severity: 'should',
  source: [
    owaspApi('API4', 'Unrestricted Resource Consumption'),
    text(
      'Google SRE Book, Addressing Cascading Failures: Queue Management',
      'https://sre.google/sre-book/addressing-cascading-failures/',
    ),
  ],
  mend: {
    general:
      'Take a request out of every queue, for a worker or for a connection of a pool, when its client leaves; what is begun for nobody is only in the way of those who have asked again.',
    stacks: {
      'Go net/http': 'db.QueryContext(r.Context(), …): who leaves is taken out of the pool’s queue.',
      'ASP.NET Core': 'Hand HttpContext.RequestAborted to what waits for the database.',
      Node: 'Before pool.connect() is awaited look whether the client is still there, and again after it.',
      Puma: 'Keep the queue short, with rack-timeout and its wait_timeout: workers cannot tell that a client has left.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const path = need(
      inspection.target.process?.config.slow,
      'It needs a path whose answer takes about a second; name one under "slow" of "process".',
    )
    await using launched = await launch(inspection)
    const { patience } = launched
    const alone = await tryOnce(launched, { path }, patience)
    const usual = alone.answered?.answer
    if (usual === undefined || usual.status >= 300)
      return inconclusive(
        `${path} was ${usual === undefined ? 'not answered' : `answered with ${statusLine(usual)}`}.`,
      )
    const took = usual.lastByte
    if (took < 2 * UNDER_WAY)
      return inconclusive(`${path} is answered after ${Math.round(took)} ms: it is not slow.`)
    const leaving = await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        const connection = await launched.connect()
        await connection.write(writeRequest({ path }, connection.origin.host))
        return connection
      }),
    )
    await leaving[0]?.arrives(UNDER_WAY)
    for (const connection of leaving) connection.reset()
    const allowed = TIMES * took + NOISE
    const { answered, exchange } = await tryOnce(launched, { path }, allowed)
    if (answered === undefined)
      return failed(
        `${path} takes ${Math.round(took)} ms; after ${CLIENTS} clients had asked for it and left, it was not answered within ${Math.round(allowed)} ms.`,
        exchange,
      )
    const { answer } = answered
    if (answer.status < 300)
      return passed(`It took ${Math.round(answer.lastByte)} ms, and ${Math.round(took)} ms alone.`)
    if (answer.status < 500) return inconclusive(`${path} was answered with ${statusLine(answer)} then.`)
    return failed(
      `After ${CLIENTS} clients had asked for ${path} and left, it was answered with ${statusLine(answer)}; those who had left took the place.`,
      exchange,
      STATUS,
    )
  },
  flaw: program(`
    let free = 2
    const waiting = []
    serve({
      async handle(request, response, program) {
        if (!request.url.startsWith('/slow')) return handle(request, response, program)
        if (free > 0) free--
        else await new Promise((resolve) => waiting.push(resolve))
        await handle(request, response, program)
        const next = waiting.shift()
        if (next === undefined) free++
        else next()
      },
    })
  `),
  sound: soundProgram,
})
