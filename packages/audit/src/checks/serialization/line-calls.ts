import { setTimeout as sleep } from 'node:timers/promises'
import type { Inspection } from '../../run/inspection.ts'
import type { Operation } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import { endsSomething } from '../../target/discover/links.ts'
import { valid } from '../../values/valid.ts'
import type { Answer } from '../../wire/answer.ts'
import type { Connection } from '../../wire/connection.ts'
import { writeRequest, type RequestSpec } from '../../wire/request.ts'
import { attempt, isTaken } from '../openapi/trials.ts'

/** Something that has taken lines of JSON. */
export interface LineCall {
  /** `POST /events/import`. */
  readonly name: string
  /** Without its content. */
  readonly request: RequestSpec
  /** The beginning of a line, up to its first member, and what follows. Any number of blanks may stand between. */
  readonly line: readonly [begin: string, rest: string]
}

const LINES = /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)\b/i
const MOST = 2

/** The operations that are described to take lines of JSON, and take two of them. */
export async function lineCalls(
  { target, random }: Pick<Inspection, 'target' | 'random'>,
  send: Inspection['send'],
): Promise<LineCall[]> {
  const { description, users } = target
  const calls: LineCall[] = []
  for (const operation of description?.operations ?? []) {
    const type = Object.keys(operation.body?.content ?? {}).find((each) => LINES.test(each))
    if (type === undefined || description === undefined || !canBeAsked(operation)) continue
    const { schema, item } = operation.body?.content[type] ?? {}
    const value = valid(item ?? schema ?? true, description, random)
    if (!isObject(value)) continue
    const [begin, rest] = ['{', JSON.stringify(value).slice(1)]
    const { method, path, secured } = operation
    const request = { method, path, as: secured ? users[0] : undefined, headers: { 'Content-Type': type } }
    const accepted = await attempt(() => send({ ...request, body: `${begin}${rest}\n`.repeat(2) }))
    if (accepted !== undefined && isTaken(accepted.answer))
      calls.push({ name: `${method} ${path}`, request, line: [begin, rest] })
    if (calls.length === MOST) break
  }
  return calls
}

function canBeAsked(operation: Operation): boolean {
  const { method, path, parameters } = operation
  return (
    (method === 'POST' || method === 'PUT') &&
    !path.includes('{') &&
    !parameters.some(({ required }) => required) &&
    !endsSomething(operation)
  )
}

/** Milliseconds that a piece may take to go out, and that an answer may take then. */
const STUCK = 3000

/**
 * Sends content in pieces, until it is answered or the connection ends.
 *
 * @param meanwhile is called after each piece, and after the answer
 */
export async function pourContent(
  connection: Connection,
  request: RequestSpec,
  pieces: readonly Buffer[],
  meanwhile: () => void = () => undefined,
): Promise<Answer | undefined> {
  const { method } = request
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const headers = { ...request.headers, 'Content-Length': String(length) }
  await connection.write(writeRequest({ ...request, headers }, connection.origin.host))
  for (const piece of pieces) {
    const timer = new AbortController()
    const late = sleep(STUCK, false, { signal: timer.signal }).catch(() => false)
    // What is answered before its end may not be read to its end.
    const isOut = await Promise.race([connection.pour(piece).then(() => true), late])
    timer.abort()
    meanwhile()
    if (!isOut || connection.received.length > 0 || connection.ended !== 'open') break
  }
  const answer = await connection.next(method, STUCK)
  meanwhile()
  return answer
}
