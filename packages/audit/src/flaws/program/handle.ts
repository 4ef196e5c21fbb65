import { createHmac, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from './serve.ts'

/** What is answered: with JSON unless it is text. */
interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Bytes of `/large`: more than a system buffers for one connection. */
const LARGE = 13 << 20

/** Answers a request, and writes a line about it. */
export async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  program: Program,
): Promise<void> {
  const id = randomUUID()
  const { pathname, searchParams } = new URL(`http://here${request.url ?? '/'}`)
  response.once('close', () =>
    program.parts.log({
      message: 'request',
      requestId: id,
      method: request.method,
      path: pathname,
      status: response.statusCode,
    }),
  )
  response.setHeader('x-request-id', id)
  const reply = await decide(`${request.method} ${pathname}`, request, searchParams, program)
  if (reply === undefined) return
  const { status, body, headers = {} } = reply
  if (program.leaving) response.setHeader('connection', 'close')
  const text = typeof body === 'string'
  const content = text ? body : JSON.stringify(body)
  response
    .writeHead(status, {
      'content-type': text ? 'text/plain' : status < 400 ? 'application/json' : 'application/problem+json',
      'content-length': Buffer.byteLength(content),
      ...headers,
    })
    .end(content)
}

async function decide(
  what: string,
  request: IncomingMessage,
  query: URLSearchParams,
  program: Program,
): Promise<Reply | undefined> {
  const { store, database, settings, leaving } = program
  if (what === 'GET /') {
    if (database === undefined) return { status: 200, body: { name: 'sound' } }
    return database.ask().then((value): Reply => ({ status: 200, body: { value } }), gone)
  }
  if (what === 'GET /live') return { status: 200, body: { status: 'live' } }
  if (what === 'GET /ready') {
    if (leaving) return problem(503, 'It is shutting down.')
    return (database?.ask() ?? Promise.resolve()).then(
      (): Reply => ({ status: 200, body: { status: 'ready' } }),
      gone,
    )
  }
  if (what === 'GET /slow') {
    await sleep(Number(query.get('ms')))
    return { status: 200, body: 'done' }
  }
  if (what === 'GET /page') return { status: 200, body: 'a page of a book\n'.repeat(600) }
  if (what === 'GET /large') return { status: 200, body: 'l'.repeat(LARGE) }
  if (what === 'POST /notes') {
    const note = await bodyOf(request)
    if (typeof note?.['text'] !== 'string') return problem(422, 'A note is { text }.')
    const id = randomUUID()
    store.add(id, note['text'])
    return { status: 201, body: { id, text: note['text'] }, headers: { location: `/notes/${id}` } }
  }
  if (what.startsWith('GET /notes/')) {
    const id = what.slice('GET /notes/'.length)
    const text = store.get(id)
    return text === undefined ? problem(404, 'No such note.') : { status: 200, body: { id, text } }
  }
  if (what === 'POST /sign-in') {
    const { user, password } = (await bodyOf(request)) ?? {}
    if (user !== 'ada' || password !== 'engine') return problem(401, 'Wrong user or password.')
    return { status: 200, body: { token: tokenOf(user, settings.secret) } }
  }
  if (what === 'GET /me') {
    const known = request.headers.authorization === `Bearer ${tokenOf('ada', settings.secret)}`
    return known ? { status: 200, body: { user: 'ada' } } : problem(401, 'Sign in first.')
  }
  return problem(404, 'Nothing is here.')
}

/** Tokens are signed, so that every instance knows them. */
function tokenOf(user: string, secret: string): string {
  return `${user}.${createHmac('sha256', secret).update(user).digest('hex')}`
}

function gone(): Reply {
  return problem(503, 'The database does not answer.', { 'retry-after': '1' })
}

export function problem(status: number, detail: string, headers?: Readonly<Record<string, string>>): Reply {
  return { status, body: { type: 'about:blank', status, detail }, ...(headers && { headers }) }
}

/** The body as a JSON object; `undefined` where it is none, or its sender has left. */
async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse(Buffer.concat((await request.toArray()) as Buffer[]).toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
