import type { Readable } from 'node:stream'
import { problems } from '../errors/index.ts'
import type { BodyForm } from '../routing/index.ts'
import { limitsFor, Malformed, readJson } from '../serialization/index.ts'
import { compileSchema, MAX_FAILURES, type Failure } from '../validation/index.ts'

const NEWLINE = 0x0a

/** @throws TypeError where the form's declaration makes no sense. */
export function compileNdjsonReader({
  item = {},
  maxLine = 65_536,
}: BodyForm): (body: Readable) => AsyncIterable<unknown> {
  if (!Number.isInteger(maxLine) || maxLine < 1)
    throw new TypeError(`\`maxLine\` is a number of bytes; got ${maxLine}.`)
  const validate = compileSchema(item, 'body')
  const limits = limitsFor(maxLine)
  return async function* (body) {
    let index = 0
    for await (const line of linesOf(body, maxLine)) {
      if (isBlank(line)) continue
      const failures: Failure[] = []
      const value = await validate(readLine(line, index, limits), failures)
      if (failures.length > 0) {
        const errors = failures
          .slice(0, MAX_FAILURES)
          .map((failure) => ({ ...failure, pointer: `/${index}${failure.pointer}` }))
        throw problems.validationFailed(`Line ${index + 1} is not valid.`, { members: { errors } })
      }
      yield value
      index++
    }
  }
}

function readLine(line: Buffer, index: number, limits: ReturnType<typeof limitsFor>): unknown {
  try {
    return readJson(line, limits)
  } catch (error) {
    const why = error instanceof Malformed ? error.message : 'it is not JSON'
    throw problems.malformedBody(`Line ${index + 1} cannot be read: ${why}.`)
  }
}

/** @throws Problem content-too-large for a line that is longer than `max` */
async function* linesOf(body: Readable, max: number): AsyncGenerator<Buffer> {
  // Of a line that came in pieces only the pieces are kept, so that many small ones cost no more than one.
  let pieces: Buffer[] = []
  let size = 0
  const grow = (piece: Buffer) => {
    size += piece.length
    if (size > max) throw problems.contentTooLarge(`A line may have ${max} bytes at most.`)
    pieces.push(piece)
  }
  const take = () => {
    const line = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, size)
    pieces = []
    size = 0
    return line
  }
  for await (const chunk of body as AsyncIterable<Buffer>) {
    let begin = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, begin)) {
      grow(chunk.subarray(begin, end))
      yield take()
      begin = end + 1
    }
    if (begin < chunk.length) grow(chunk.subarray(begin))
  }
  if (size > 0) yield take()
}

/** Some writers end with an empty line, and Windows' ones end each with a return. */
function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)
}
