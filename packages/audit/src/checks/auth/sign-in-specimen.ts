import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { serveHandler } from '../../flaws/serve.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { isObject } from '../../target/openapi/document.ts'

/** What can be wrong with signing in. */
interface Traits {
  /** What is said to a wrong password: the same whether the account exists, unless given. */
  readonly refusal?: (attempt: Attempt) => string
  /** Whether the password of an account that does not exist is hashed as well. */
  readonly hashesAlways?: boolean
  /** Whether it takes the account and the password from the query of a GET. */
  readonly takesGet?: boolean
  /** Whether an id of a session that the client brings is kept. */
  readonly keepsSession?: boolean
  /** Whether signing out only tells the browser to forget the cookie. */
  readonly signsOutInBrowser?: boolean
  /** What the answer with a session says to caches. */
  readonly cacheControl?: string
}

interface Attempt {
  readonly user: string
  readonly password: string
  readonly exists: boolean
}

const ACCOUNT = { user: 'ada', password: 'correct horse battery' }

/** A server where one signs in at `/session`, is shown `/me` with the cookie, and signs out at `/sign-out`. */
export function signInServer(traits: Traits = {}): Specimen {
  return {
    start() {
      const sessions = new Map<string, string>()
      const listener = (request: IncomingMessage, response: ServerResponse) => {
        void answer(request, response, sessions, traits)
      }
      return serveHandler(listener, {
        users: [{ name: 'ada', signIn: ACCOUNT }],
        signIn: { path: '/session', wrong: { ...ACCOUNT, password: 'wrong horse' } },
        pages: [{ path: '/me', as: 'ada' }],
        guarded: ['/me'],
      })
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  sessions: Map<string, string>,
  traits: Traits,
): Promise<void> {
  const say = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body))
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const session = /(?:^|; )session=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  response.setHeader('content-type', 'application/json')
  response.setHeader('cache-control', traits.cacheControl ?? 'no-store')
  if (pathname === '/me') {
    const user = sessions.get(session)
    return void (user === undefined ? say(401, { title: 'Unauthorized' }) : say(200, { user }))
  }
  if (pathname === '/sign-out' && request.method === 'POST') {
    if (traits.signsOutInBrowser !== true) sessions.delete(session)
    response.setHeader('set-cookie', 'session=; Max-Age=0; Path=/')
    return void say(200, {})
  }
  if (pathname === '/openapi.json') return void say(200, DOCUMENT)
  if (pathname !== '/session') return void say(pathname === '/' ? 200 : 404, {})
  const given = request.method === 'POST' ? await bodyOf(request) : Object.fromEntries(searchParams)
  if (request.method !== 'POST' && traits.takesGet !== true) return void say(405, {})
  const { user = '', password = '' } = textsOf(given)
  const exists = user === ACCOUNT.user
  if (exists || traits.hashesAlways !== false) await sleep(HASHING)
  if (!exists || password !== ACCOUNT.password) {
    const title = traits.refusal?.({ user, password, exists }) ?? 'The account or the password is wrong.'
    return void say(401, { title })
  }
  const id = traits.keepsSession === true && session !== '' ? session : randomUUID()
  sessions.set(id, user)
  response.setHeader('set-cookie', `session=${id}; HttpOnly; SameSite=Lax; Path=/`)
  say(200, { user })
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as unknown
  } catch {
    return undefined
  }
}

function textsOf(given: unknown): Record<string, string> {
  const texts = Object.entries(isObject(given) ? given : {}).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(texts) as Record<string, string>
}

/** Milliseconds that a real hash takes; waiting in its place keeps them the same on a machine with other work. */
const HASHING = 100

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Sessions', version: '1' },
  paths: { '/sign-out': { post: { responses: { 200: { description: 'It has ended.' } } } } },
}
