import type { Asked } from '../asked.ts'
import type { Endpoint, Place } from '../endpoint.ts'
import { cookieName } from '../identity.ts'
import { Problem } from '../problem.ts'
import { json } from '../reply.ts'
import { represent } from '../represent.ts'
import type { State } from '../state.ts'

const takes = {
  types: ['application/json'],
  schema: 'Credentials',
  example: { user: 'ada', password: 'ada-password' },
} as const

const signIn: Endpoint = {
  id: 'signIn',
  summary: 'A token for whoever knows the password',
  limited: true,
  query: {},
  takes,
  gives: {
    status: 200,
    description: 'The token, for an hour.',
    types: ['application/json'],
    schema: 'Token',
  },
  fails: { 401: 'The name or the password is wrong.' },
  async run(asked, state) {
    const token = await tokenFor(asked, state)
    return {
      status: 200,
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
      body: json({ token }),
    }
  },
}

const openSession: Endpoint = {
  id: 'openSession',
  summary: 'A session by cookie for whoever knows the password',
  limited: true,
  query: {},
  takes,
  gives: {
    status: 204,
    description: 'The cookie is set.',
    types: [],
    headers: { 'Set-Cookie': 'The session, for an hour.' },
  },
  fails: { 401: 'The name or the password is wrong.' },
  async run(asked, state) {
    const token = await tokenFor(asked, state)
    const cookie = `${cookieName(asked.secure)}=${token}; Path=/; HttpOnly; SameSite=Lax`
    return {
      status: 204,
      headers: { 'Cache-Control': 'no-store', 'Set-Cookie': asked.secure ? `${cookie}; Secure` : cookie },
    }
  },
}

/** @throws Problem 401, the same one whether the name or the password is wrong */
async function tokenFor(asked: Asked, { identities }: State): Promise<string> {
  const { user, password } = asked.input() as { user: string; password: string }
  const token = await identities.signIn(user, password)
  if (token !== undefined) return token
  throw new Problem(401, 'The name or the password is wrong.', {
    // A 401 must have a challenge (RFC 9110 section 15.5.2): what is got here is used as a bearer token.
    headers: { 'WWW-Authenticate': 'Bearer realm="sound"' },
  })
}

const me: Endpoint = {
  id: 'readMe',
  summary: 'Who you are',
  access: 'token or cookie',
  gives: { status: 200, description: 'You.', types: ['application/json'], schema: 'Me' },
  run: (asked) =>
    represent(asked, { type: 'application/json', body: json(asked.person()), cache: 'no-store' }),
}

export const signInPlaces: readonly Place[] = [
  { pattern: '/sign-in', methods: { POST: signIn } },
  { pattern: '/session', methods: { POST: openSession } },
  { pattern: '/me', methods: { GET: me } },
]
