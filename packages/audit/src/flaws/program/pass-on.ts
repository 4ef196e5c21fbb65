import {
  request as call,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { handle, problem } from './handle.ts'
import type { Program } from './serve.ts'

/** How requests are passed on. */
interface Passing {
  /** Milliseconds that the upstream may be silent. */
  readonly within: number
  /** Whether fields of one hop are taken out. */
  readonly strips: boolean
  /** What is added to the fields of a request. */
  readonly adds: (request: IncomingMessage) => Readonly<Record<string, string>>
  /** The status for an upstream that is away, and for one that is silent. */
  readonly away: number
  readonly late: number
  /** Whether the upstream's work ends with the request. */
  readonly givesUp: boolean
  /** How often a request is sent. */
  readonly attempts: number
}

/** RFC 9110 section 7.6.1: these are of one hop, and so is what Connection names. */
const OF_ONE_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade']

const SOUND: Passing = {
  within: 500,
  strips: true,
  adds: ({ socket, headers }) => ({
    via: [headers.via, '1.1 gateway'].filter(Boolean).join(', '),
    'x-forwarded-for': [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', '),
  }),
  away: 502,
  late: 504,
  givesUp: true,
  attempts: 1,
}

/** Handles as ever; what is asked for at `/passed` is passed on to `UPSTREAM`. */
export function passing(
  other: Partial<Passing> = {},
): (request: IncomingMessage, response: ServerResponse, program: Program) => unknown {
  const how = { ...SOUND, ...other }
  return async (request, response, program) => {
    if (request.url?.startsWith('/passed') !== true) return handle(request, response, program)
    const content = Buffer.concat((await request.toArray()) as Buffer[])
    passOn(request, response, content, how, how.attempts)
  }
}

function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  how: Passing,
  attempts: number,
): void {
  const refuse = (status: number) => {
    if (response.headersSent) {
      response.destroy()
      return
    }
    const said = JSON.stringify(problem(status, 'What stands behind does not answer.').body)
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(said)
  }
  const onward = call(new URL(request.url ?? '/', process.env['UPSTREAM']), {
    method: request.method ?? 'GET',
    headers: {
      ...(how.strips ? passed(request) : allBut(request, ['connection'])),
      ...how.adds(request),
      host: request.headers.host,
      'content-length': content.length,
    },
    agent: false,
  })
  const late = setTimeout(() => {
    refuse(how.late)
    if (how.givesUp) onward.destroy()
  }, how.within)
  if (how.givesUp) response.once('close', () => onward.destroy())
  onward.on('error', () => {
    clearTimeout(late)
    if (response.closed || response.headersSent) return
    if (attempts > 1) passOn(request, response, content, how, attempts - 1)
    else refuse(how.away)
  })
  onward.on('response', (answer) => {
    clearTimeout(late)
    response.writeHead(answer.statusCode ?? 502, how.strips ? passed(answer) : answer.headers)
    answer.pipe(response)
  })
  onward.end(content)
}

function passed(message: IncomingMessage): IncomingHttpHeaders {
  const named = (message.headers.connection ?? '').toLowerCase().split(/\s*,\s*/)
  return allBut(message, [...OF_ONE_HOP, ...named])
}

function allBut({ headers }: IncomingMessage, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
}
