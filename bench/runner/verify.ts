import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import type { Check, ContestantInfo, HeaderCheck, Question, RequestSpec } from './question.ts'
import { startServer, type Server } from './server.ts'

/**
 * Asks a contestant everything that the question wants to be sure of. Gives what it does otherwise, as
 * sentences; only contestants without any are worth measuring.
 */
export async function verify(question: Question, info: ContestantInfo, server: Server): Promise<string[]> {
  const mistakes: string[] = []
  for (const check of question.checks) {
    if (!info.pipeline && check.floor !== true) continue
    const answer = await ask(server.port, check.request)
    mistakes.push(
      ...judge(check, answer, info.pipeline).map((mistake) => `${info.name} ${check.name}: ${mistake}`),
    )
  }
  if (info.pipeline && question.records !== false)
    mistakes.push(...(await verifyRecords(question, info, server)))
  return mistakes
}

/** What a request leaves behind: a log line, a count in the histogram, a trace record, a tag of its content. */
async function verifyRecords(
  { requests }: Question,
  { name }: ContestantInfo,
  server: Server,
): Promise<string[]> {
  const [request, other] = requests as [RequestSpec, RequestSpec]
  const before = await restingCount(server)
  const first = await ask(server.port, request)
  const again = await ask(server.port, request)
  const different = await ask(server.port, other)
  const ids = [first, again, different].map(({ headers }) => String(headers['x-request-id']))
  const mistakes = await settled(async () => missingRecords(name, ids, server, before + ids.length))
  if (first.headers.etag !== again.headers.etag)
    mistakes.push(`${name}: equal answers have different entity tags`)
  if (first.headers.etag === different.headers.etag)
    mistakes.push(`${name}: different answers have one entity tag`)
  return mistakes
}

/** What the histogram has counted once it has counted the requests before. */
async function restingCount(server: Server): Promise<number> {
  let count = Number.NaN
  for (;;) {
    const next = observed((await server.report()).metrics)
    if (next === count) return count
    count = next
  }
}

async function missingRecords(
  name: string,
  ids: readonly string[],
  server: Server,
  expected: number,
): Promise<string[]> {
  const { metrics, traces } = await server.report()
  const lines = server.log().split('\n')
  const mistakes: string[] = []
  if (observed(metrics) !== expected) {
    mistakes.push(`${name}: the histogram has ${observed(metrics)} requests instead of ${expected}`)
  }
  for (const id of ids) {
    const own = lines.filter((line) => line.includes(id) && parse(line) !== undefined)
    if (own.length !== 1) mistakes.push(`${name}: request ${id} left ${own.length} log lines instead of one`)
    if (traces?.includes(id) !== true) mistakes.push(`${name}: request ${id} left no trace record`)
  }
  return mistakes
}

/** Records are complete once the answer has left, which the client may see a moment earlier. */
async function settled(attempt: () => Promise<string[]>): Promise<string[]> {
  const until = performance.now() + 1000
  let mistakes = await attempt()
  while (mistakes.length > 0 && performance.now() < until) mistakes = await attempt()
  return mistakes
}

/** Requests that a histogram of durations has counted, over all its series. */
function observed(metrics: string | undefined): number {
  const counts = metrics?.matchAll(/^http\w*_duration_seconds_count(?:\{.*\})? (\d+)$/gm) ?? []
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
}

/** With a limit of `ALLOWED` requests, that many are answered and the next one gets 429. */
export async function verifyLimit(
  file: string,
  { requests }: Question,
  { name, runtime }: ContestantInfo,
): Promise<string[]> {
  const server = await startServer(file, { name: `${name} with a low limit`, rateLimit: ALLOWED, runtime })
  try {
    const statuses: number[] = []
    for (let count = 0; count <= ALLOWED; count++) {
      statuses.push((await ask(server.port, requests[0] as RequestSpec)).status)
    }
    const expected = statuses.map((_status, index) => (index < ALLOWED ? 200 : 429))
    return isDeepStrictEqual(statuses, expected)
      ? []
      : [`${name} allowed ${ALLOWED} requests answers ${ALLOWED + 1} with ${statuses.join(', ')}`]
  } finally {
    await server.stop()
  }
}

const ALLOWED = 5

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export function ask(port: number, { method, path, headers, body }: RequestSpec): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method, path, headers }, async (response) => {
      const chunks: string[] = []
      for await (const chunk of response.setEncoding('utf8')) chunks.push(String(chunk))
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: chunks.join('') })
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** What is wrong with an answer. `whole` says whether the pipeline's headers are wanted, too. */
export function judge(check: Check, { status, headers, body }: Answer, whole: boolean): string[] {
  const [least, most] = typeof check.status === 'number' ? [check.status, check.status] : check.status
  const mistakes: string[] = []
  if (status < least || status > most) {
    mistakes.push(`the status is ${status} instead of ${least === most ? least : `${least} to ${most}`}`)
  }
  if (check.json !== undefined && !isDeepStrictEqual(parse(body), check.json)) {
    mistakes.push(`the body is ${body} instead of ${JSON.stringify(check.json)}`)
  }
  if (check.mentions !== undefined && !body.includes(check.mentions)) {
    mistakes.push(`the body does not name "${check.mentions}": ${body}`)
  }
  for (const header of whole ? (check.headers ?? []) : []) mistakes.push(...judgeHeader(header, headers))
  for (const name of check.without ?? []) {
    if (headers[name] !== undefined) mistakes.push(`the header ${name} is there: ${String(headers[name])}`)
  }
  return mistakes
}

function judgeHeader({ anyOf, matches }: HeaderCheck, headers: IncomingHttpHeaders): string[] {
  const value = anyOf.map((name) => headers[name]).find((found) => found !== undefined)
  if (value === undefined) return [`it has no header ${anyOf.join(' or ')}`]
  return matches === undefined || matches.test(String(value))
    ? []
    : [`the header ${anyOf.join(' or ')} is "${String(value)}"`]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
