import { setTimeout as sleep } from 'node:timers/promises'
import { check } from '../../check.ts'
import { program } from '../../flaws/program/program.ts'
import { tryOnce } from '../../process/dependents.ts'
import { databaseOf, launch, type Launched } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Exchange } from '../../wire/exchange.ts'
import { writeRequest } from '../../wire/request.ts'

/** Of the time that it takes, so much must be one silence of the database: one statement. */
const SILENCE = 0.6
/** When the client leaves, and by how much a statement may end sooner or later than before, as parts of that time. */
const LEAVES = 0.25
const VARIES = 0.2
/** Milliseconds. */
const SHORTEST = 400
const TIMES = 2

export const cancelsStatement = check({
  id: 'context/cancels-statement',
  claim: 'No statement runs on after its request has ended.',
  // Most stacks leave a statement to its end, and a time limit in the database bounds it.
  severity: 'may',
  source: text(
    'PostgreSQL: Canceling Requests in Progress',
    'https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS',
  ),
  mend: {
    general:
      'Hand the end of a request down to the driver, and have it cancel the statement; give the database a statement_timeout besides. What runs for nobody holds a connection that others wait for.',
    stacks: {
      'Go database/sql': 'db.QueryContext(r.Context(), …)',
      'ASP.NET Core': 'command.ExecuteReaderAsync(HttpContext.RequestAborted)',
      'Python asyncpg': 'Cancel the task: the driver sends the cancel request.',
      'Node (postgres.js)': "const query = sql`…`; response.once('close', () => query.cancel())",
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const path = need(
      inspection.target.process?.config.slow,
      'It needs a path whose answer takes about a second, for one statement; name one under "slow" of "process".',
    )
    await using launched = await launch(inspection)
    const database = databaseOf(launched)
    // The first one opens connections.
    await tryOnce(launched, { path }, launched.patience)
    const begun = performance.now()
    const { answered } = await tryOnce(launched, { path }, launched.patience)
    const took = performance.now() - begun
    if (answered === undefined || answered.answer.status >= 300)
      return inconclusive(
        `${path} was ${answered === undefined ? 'not answered' : `answered with ${statusLine(answered.answer)}`}.`,
      )
    const ends = database.heard.filter((at) => at > begun).map((at) => at - begun)
    const end = ends.find((at, index) => at - (ends[index - 1] ?? 0) >= SILENCE * took)
    if (took < SHORTEST || end === undefined)
      return inconclusive(`What takes ${Math.round(took)} ms at ${path} is not one statement.`)
    let last: Exchange | undefined
    for (let time = 0; time < TIMES; time++) {
      const { exchange, heard } = await leave(launched, path, took)
      last = exchange
      const [next] = heard
      if (next === undefined)
        return inconclusive(
          'It ended the connection to its database; what became of the statement is not seen.',
        )
      if (next < end - VARIES * took)
        return passed(
          `The database was done ${Math.round(next - LEAVES * took)} ms after the client had left.`,
        )
    }
    return failed(
      `For ${path} the database is silent until ${Math.round(end)} ms have passed; ${TIMES} times a client left after ${Math.round(LEAVES * took)} ms, and it was silent for as long: the statement ran to its end.`,
      last,
    )
  },
  flaw: working(''),
  sound: working(', left.signal'),
})

/** Asks and leaves; gives when the database said something after that, in milliseconds since the request. */
async function leave({ connect, instance }: Launched, path: string, took: number) {
  const connection = await connect()
  const begun = performance.now()
  await connection.write(writeRequest({ path }, connection.origin.host))
  await sleep(LEAVES * took)
  connection.reset()
  const left = performance.now()
  await sleep((1 + VARIES - LEAVES) * took)
  const heard = (instance.database?.heard ?? []).filter((at) => at > left).map((at) => at - begun)
  return { exchange: connection.exchange, heard }
}

function working(cancel: string) {
  return program(
    `
    serve({
      async handle(request, response, program) {
        if (!request.url.startsWith('/slow')) return handle(request, response, program)
        const left = new AbortController()
        response.once('close', () => left.abort())
        response.end(await program.database.work(800${cancel}))
      },
    })
  `,
    { database: true },
  )
}
