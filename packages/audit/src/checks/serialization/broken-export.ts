import { check } from '../../check.ts'
import { program } from '../../flaws/program/program.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { databaseOf, launch, type Launched } from '../../process/launch.ts'
import type { Inspection } from '../../run/inspection.ts'
import { rfc } from '../../source.ts'
import type { Page } from '../../target/target.ts'
import { across, failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'

/** Bytes of an answer that takes its time, and how many such answers are tried. */
const LEAST = 32 << 10
const MOST_PAGES = 3
/** Milliseconds that the whole of it takes at least, once the network to the database is slow. */
const TAKES = 2000

export const brokenExport = check({
  id: 'serialization/broken-export',
  claim: 'An answer that fails half-way does not end like one that is complete.',
  severity: 'must',
  source: [rfc(9112, '8'), rfc(9110, '6.1')],
  mend: {
    general:
      'The status has been sent, so the end is all that is left to tell of a failure: end the connection (HTTP/2: the stream) without the last chunk. A format of lines can say it in a last line as well.',
    stacks: {
      'Node.js':
        'stream.pipeline(rows, response, done), which destroys the response; no response.end() in catch or finally',
      'Go net/http': 'panic(http.ErrAbortHandler)',
      'Spring Boot': 'Let the exception leave the StreamingResponseBody; do not catch it there.',
      FastAPI: 'Let the exception leave the generator of the StreamingResponse.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const streamed = inspection.target.pages.filter(
      ({ seen: { answer } }) => answer.body.length >= LEAST && answer.framing === 'chunked',
    )
    return across(
      streamed.slice(0, MOST_PAGES),
      `No answer of ${LEAST >> 10} KB or more is known that is sent in chunks; name one under "pages".`,
      (page) => breakOff(inspection, page),
    )
  },
  flaw: exporting('response.end()'),
  sound: exporting('response.destroy()'),
})

/** Cuts the target off from its database while it sends a page. */
async function breakOff(inspection: Inspection, page: Page): Promise<Verdict> {
  const { path, as } = page
  await using launched = await launch(inspection)
  const database = databaseOf(launched)
  const whole = await wholeOf(launched, page)
  if (whole === undefined) return inconclusive(`${path} is not the same twice, or shorter than it was.`)
  const connection = await launched.connect()
  await database.set({ latency: 5, bandwidth: (1000 * whole.length) / TAKES })
  await connection.write(writeRequest({ path, as }, connection.origin.host))
  while (!connection.received.includes('\r\n\r\n') && (await connection.arrives(launched.patience)));
  await database.set('refuse')
  database.cut()
  const answer = await connection.next('GET', launched.patience)
  const { exchange } = connection
  if (answer === undefined) return inconclusive(`${path} was not answered while its database went away.`)
  if (answer.status >= 300)
    return inconclusive(`${path} is sent only when all of it is there: ${answer.status}.`)
  if (!answer.complete || exchange.ended === 'reset')
    return passed(`It broke off after ${answer.body.length} of ${whole.length} bytes, and said so.`)
  if (answer.body.length >= whole.length)
    return inconclusive(`${path} does not need its database all the time.`)
  const text = answer.body.toString('latin1')
  const isPart = [text, text.replace(/[\]}\s]+$/, '')].some((each) =>
    whole.toString('latin1').startsWith(each),
  )
  // An end of another kind may well say what has happened.
  if (!isPart) return passed('It ended in another way than what is complete.')
  return failed(
    `Its database went away while ${path} was sent: ${answer.body.length} of ${whole.length} bytes came, and ended with the last chunk like all of them.`,
    exchange,
  )
}

/** What it is undisturbed; `undefined` where it is not the same twice. */
async function wholeOf({ send }: Launched, { path, as }: Page): Promise<Buffer | undefined> {
  const [one, other] = [await send({ path, as }), await send({ path, as })]
  const { status, body } = one.answer
  return status < 300 && body.length >= LEAST && body.equals(other.answer.body) ? body : undefined
}

/** @param fail what is done where the database fails, as a piece of a program */
function exporting(fail: string): Specimen {
  return program(
    `
    serve({
      async handle(request, response, program) {
        if (request.url !== '/export') return handle(request, response, program)
        response.writeHead(200, { 'content-type': 'application/x-ndjson' })
        try {
          for (let row = 0; row < 60; row++)
            response.write(JSON.stringify({ row, value: await program.database.ask(), text: 'a'.repeat(1000) }) + '\\n')
          response.end()
        } catch {
          ${fail}
        }
      },
    })
  `,
    { database: true, config: { pages: ['/export'] } },
  )
}
