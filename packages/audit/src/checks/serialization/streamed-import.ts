import { check } from '../../check.ts'
import { program } from '../../flaws/program/program.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { collectsLate, megabytes, usage } from '../resilience/usage.ts'
import { lineCalls, pourContent } from './line-calls.ts'
import { LINES_DOCUMENT } from './lines-document.ts'

/** Bytes of an import, and of the one before it, after which a process has about its size. */
const IMPORTED = 96 << 20
const WARM_UP = 4 << 20
/** Bytes of a line, nearly all of them blanks: what is made of the lines is small, and may be kept. */
const LINE = 8 << 10
const PIECE = 1 << 20
/** Of what was sent: what is certainly kept, and what buffers and garbage may take. */
const KEPT = 0.7
const BUFFERED = 0.45

export const streamedImport = check({
  id: 'serialization/streamed-import',
  claim: 'Memory does not grow with the number of lines that are imported.',
  severity: 'should',
  source: text(
    'Node.js: backpressuring in streams',
    'https://nodejs.org/en/learn/modules/backpressuring-in-streams',
  ),
  mend: {
    general:
      'Take a line, do what is to be done with it, and forget it before the next one is taken; never read the whole content first. What is to be all or nothing belongs into a transaction, not into memory.',
    stacks: {
      'Node.js': 'for await (const line of createInterface(request)), not await request.text()',
      'Spring Boot': 'a reader over HttpServletRequest.getInputStream(), not @RequestBody String',
      FastAPI: 'async for chunk in request.stream(), not await request.body()',
      'Go net/http': 'json.NewDecoder(r.Body) in a loop, not io.ReadAll',
    },
  },
  needs: ['process', 'description', 'write'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const calls = await lineCalls(inspection, launched.send)
    return await across(calls, 'Nothing is known that takes lines of JSON.', async (call) => {
      const { name, request } = call
      const [begin, rest] = call.line
      const line = `${begin}${' '.repeat(LINE - begin.length - rest.length - 1)}${rest}\n`
      const piece = Buffer.from(line.repeat(PIECE / LINE))
      const pour = async (bytes: number, meanwhile?: () => void) => {
        const connection = await launched.connect()
        const pieces = Array.from({ length: bytes / PIECE }, () => piece)
        const answer = await pourContent(connection, request, pieces, meanwhile)
        connection.destroy()
        return { answer, exchange: connection.exchange }
      }
      const first = await pour(WARM_UP)
      if (first.answer === undefined || first.answer.status >= 300)
        return inconclusive(
          `${name} does not take ${WARM_UP >> 20} MB of lines${first.answer ? `: ${statusLine(first.answer)}` : ''}.`,
        )
      const before = usage(launched).memory
      let grown = 0
      const { answer, exchange } = await pour(IMPORTED, () => {
        grown = Math.max(grown, usage(launched).memory - before)
      })
      const says = `While ${name} was given ${IMPORTED >> 20} MB in ${IMPORTED / LINE} lines, memory grew by ${megabytes(grown)}.`
      if (grown > BUFFERED * IMPORTED && collectsLate(launched))
        return inconclusive(`${says} Its runtime collects late; give it a small heap.`)
      if (grown >= KEPT * IMPORTED) return failed(`${says} They were kept.`, exchange)
      if (answer === undefined || answer.status >= 500) return inconclusive(`${says} It was not answered.`)
      return grown <= BUFFERED * IMPORTED ? passed(says) : inconclusive(says)
    })
  },
  flaw: importing(
    'const read = async (request) => Buffer.concat(await request.toArray()).toString().split("\\n")',
  ),
  sound: importing('const read = (request) => createInterface(request)'),
})

/** @param read gives the lines of a request, as a piece of a program */
function importing(read: string): Specimen {
  return program(
    `
    import { createInterface } from 'node:readline'
    ${read}
    const document = ${JSON.stringify(JSON.stringify(LINES_DOCUMENT))}
    serve({
      async handle(request, response, program) {
        if (request.url === '/openapi.json') response.setHeader('content-type', 'application/json').end(document)
        else if (request.url !== '/import') handle(request, response, program)
        else {
          let count = 0
          for await (const line of await read(request)) count += line === '' ? 0 : JSON.parse(line).count
          response.end(String(count))
        }
      },
    })
  `,
    { config: { openapi: '/openapi.json' } },
  )
}
