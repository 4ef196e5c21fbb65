import { module, noContent, reply, t } from 'principia'
import { route } from '../services.ts'
import { anyone } from './access.ts'
import { authenticate, createAccount, emailTaken, wrongCredentials, type User } from './accounts.ts'
import { hashPassword } from './password.ts'
import { closeSession, openSession, sessionCookie } from './sessions.ts'

const UserView = t.Object(
  { id: t.String({ format: 'uuid' }), name: t.String(), email: t.String({ format: 'email' }) },
  { title: 'User' },
)
/** On one line, and not only of spaces. */
const Name = t.String({ maxLength: 100, pattern: '^[^\\p{C}\\s]([^\\p{C}\\n\\r]*[^\\p{C}\\s])?$' })
const Email = t.String({ format: 'email', maxLength: 254 })
/** Long enough to be a sentence; the limit only keeps hashing from being an attack. */
const Password = t.String({ minLength: 8, maxLength: 200 })

const me = route(
  'GET /me',
  {
    access: anyone,
    summary: 'Who is signed in',
    responses: { 200: t.Object({ user: t.Union([UserView, t.Null()]) }) },
  },
  ({ user }) => ({ user }),
)

/** Long enough for every attempt of one sign-up; its answer has a name and an address in it. */
const HOUR = 3_600_000

/**
 * An attempt whose answer was lost may be made again with its key. The answer is then given again without its cookie,
 * since that is kept nowhere: who sees `Idempotency-Replayed` signs in.
 */
const signUp = route(
  'POST /account',
  {
    access: 'public',
    summary: 'Sign up',
    limit: '60/h',
    // A hash takes some 40 ms, and its turn may take a second to come: no connection waits for that.
    idempotent: { ttl: HOUR, prepare: ({ body }) => hashPassword(body.password) },
    body: t.Object({ name: Name, email: Email, password: Password }),
    responses: { 201: UserView, 409: emailTaken },
  },
  async (context) => enter(context, await createAccount(context.db, context.body, context.prepared)),
)

const signIn = route(
  'POST /session',
  {
    access: 'public',
    summary: 'Sign in',
    limit: '30/min',
    body: t.Object({ email: Email, password: t.String({ maxLength: 200 }) }),
    responses: { 201: UserView, 401: wrongCredentials },
  },
  async (context) =>
    enter(context, await authenticate(context.db, context.body.email, context.body.password)),
)

const signOut = route(
  'DELETE /session',
  { access: 'public', summary: 'Sign out', priority: 'critical', responses: { 204: null } },
  async (context) => {
    const token = sessionCookie.read(context)
    if (token !== undefined) await closeSession(context.db, token)
    return noContent({ 'set-cookie': sessionCookie.clear(context) })
  },
)

type Visit = Parameters<typeof sessionCookie.read>[0]

/** Signs a browser in. Its session before ends: that token must not outlive a change of who is signed in. */
async function enter(context: Visit, user: User) {
  const before = sessionCookie.read(context)
  if (before !== undefined) await closeSession(context.db, before)
  const token = await openSession(context.db, user.id)
  return reply(201, user, { 'set-cookie': sessionCookie.write(context, token), location: '/api/me' })
}

export const identity = module({ name: 'identity', path: '/api', routes: [me, signUp, signIn, signOut] })
