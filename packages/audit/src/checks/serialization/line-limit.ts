import type { IncomingMessage, ServerResponse } from 'node:http'
import { check } from '../../check.ts'
import { answering } from '../../flaws/answering.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { rfc, text } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { isFault, isTaken } from '../openapi/trials.ts'
import { lineCalls, pourContent } from './line-calls.ts'
import { LINES_DOCUMENT } from './lines-document.ts'

/** Bytes. */
const LENGTH = 16 << 20
const PIECE = 1 << 20
const BLANKS = Buffer.alloc(PIECE, ' ')

export const lineLimit = check({
  id: 'serialization/line-limit',
  claim: 'One line without an end is refused.',
  severity: 'should',
  source: [rfc(9110, '15.5.14'), text('CWE-770', 'https://cwe.mitre.org/data/definitions/770.html')],
  mend: {
    general:
      'Give each line a limit of its own, well below that of the whole content: count its bytes while they come, and answer 413 at the limit without waiting for its end.',
    stacks: {
      'Go net/http': 'bufio.Scanner, which stops at 64 KB unless Buffer() says otherwise; not ReadString',
      'Node.js': 'node:readline has no limit: count the bytes since the last newline.',
      Python: 'stream.readline(limit)',
    },
  },
  needs: ['description', 'write'],
  async run(inspection) {
    const calls = await lineCalls(inspection, inspection.send)
    return across(calls, 'Nothing is known that takes lines of JSON.', async ({ name, request, line }) => {
      const connection = await inspection.connect()
      const [begin, rest] = line
      const blanks = Array.from({ length: LENGTH / PIECE }, () => BLANKS)
      const pieces = [Buffer.from(begin), ...blanks, Buffer.from(`${rest}\n`)]
      const answer = await pourContent(connection, request, pieces)
      const { exchange } = connection
      connection.destroy()
      if (answer === undefined)
        return exchange.ended === 'open'
          ? inconclusive(`${name} did not answer a line of ${LENGTH >> 20} MB in time.`)
          : passed('It closed the connection.')
      if (isTaken(answer) || isFault(answer))
        return failed(
          `${name} was answered with ${statusLine(answer)} to one line of ${LENGTH >> 20} MB; 413 was expected.`,
          exchange,
          STATUS,
        )
      return passed(`A line of ${LENGTH >> 20} MB was ${statusLine(answer)}.`)
    })
  },
  flaw: takingLines(Infinity),
  sound: takingLines(1 << 20),
})

/** A server that counts lines of JSON, each with so many characters at most. */
function takingLines(most: number): Specimen {
  return answering(
    (request, response) => {
      if (request.url === '/openapi.json')
        response.setHeader('content-type', 'application/json').end(JSON.stringify(LINES_DOCUMENT))
      else if (request.method === 'POST') count(request, response, most)
      else response.writeHead(404).end()
    },
    { openapi: '/openapi.json' },
  )
}

function count(request: IncomingMessage, response: ServerResponse, most: number): void {
  let rest = ''
  let members = 0
  request.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = chunk.split('\n')
    for (const [index, part] of lines.entries()) {
      rest += part
      if (index === lines.length - 1) break
      members += Object.keys(JSON.parse(rest) as object).length
      rest = ''
    }
    if (rest.length > most && !response.headersSent) response.writeHead(413, { connection: 'close' }).end()
  })
  request.on('end', () => {
    if (!response.headersSent) response.end(String(members))
  })
}
