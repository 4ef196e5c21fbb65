import { module, noContent, reply, t } from 'principia'
import { route } from '../services.ts'
import { anyone } from './access.ts'
import { authenticate, createAccount, emailTaken, wrongCredentials } from './accounts.ts'
import {
  closeSession,
  endedSessionCookie,
  openSession,
  sessionCookie,
  sessionCookieName,
} from './sessions.ts'

const UserView = t.Object(
  { id: t.String({ format: 'uuid' }), name: t.String(), email: t.String({ format: 'email' }) },
  { title: 'User' },
)
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

const signUp = route(
  'POST /account',
  {
    access: 'public',
    summary: 'Sign up',
    limit: '60/h',
    body: t.Object({ name: t.String({ minLength: 1, maxLength: 100 }), email: Email, password: Password }),
    responses: { 201: UserView, 409: emailTaken },
  },
  async ({ body, db, config }) => {
    const user = await createAccount(db, body)
    return signedInAs(user, await openSession(db, user.id), config.PUBLIC_URL)
  },
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
  async ({ body, db, config, cookie }) => {
    const user = await authenticate(db, body.email, body.password)
    // The browser's old session ends here: its token must not outlive a change of who is signed in.
    const before = cookie(sessionCookieName(config.PUBLIC_URL))
    if (before !== undefined) await closeSession(db, before)
    return signedInAs(user, await openSession(db, user.id), config.PUBLIC_URL)
  },
)

const signOut = route(
  'DELETE /session',
  { access: 'public', summary: 'Sign out', responses: { 204: null } },
  async ({ db, config, cookie }) => {
    const token = cookie(sessionCookieName(config.PUBLIC_URL))
    if (token !== undefined) await closeSession(db, token)
    return noContent({ 'set-cookie': endedSessionCookie(config.PUBLIC_URL) })
  },
)

function signedInAs<User>(user: User, token: string, publicUrl: string) {
  return reply(201, user, { 'set-cookie': sessionCookie(publicUrl, token), location: '/api/me' })
}

export const identity = module({ name: 'identity', path: '/api', routes: [me, signUp, signIn, signOut] })
