import { hash, randomBytes } from 'node:crypto'
import { sql, type Database } from 'principia/database'
import { defineCookie } from '../services.ts'
import type { Tables } from '../tables/tables.ts'
import type { User } from './accounts.ts'

const LIFETIME = 30 * 24 * 3600

/**
 * Opens a session: a random token for the browser, its hash for the database. Who reads the database
 * can sign in as nobody.
 */
export async function openSession(db: Database<Tables>, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('sessions')
    .values({
      token_hash: digest(token),
      user_id: userId,
      expires_at: sql<Date>`now() + make_interval(secs => ${LIFETIME})`,
    })
    .execute()
  return token
}

/** The user of a session that has not ended, or `undefined`. */
export async function findSession(db: Database<Tables>, token: string): Promise<User | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.id', 'users.name', 'users.email'])
    .where('token_hash', '=', digest(token))
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
}

/** Ends a session, and sweeps out all that have run out, whoever's they were. */
export async function closeSession(db: Database<Tables>, token: string): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((where) =>
      where.or([where('token_hash', '=', digest(token)), where('expires_at', '<', sql<Date>`now()`)]),
    )
    .execute()
}

function digest(token: string): string {
  return hash('sha256', token, 'hex')
}

/**
 * The session's cookie: the token, which says nothing to who reads it, so there is nothing to sign or encrypt. Over
 * https it has the `__Host-` prefix, with which browsers refuse one that another host or an unencrypted page has
 * set. Over http - that is, on one's own machine - there is no such cookie.
 */
export const sessionCookie = defineCookie('session', {
  maxAge: LIFETIME,
  secure: ({ config }) => config.PUBLIC_URL.startsWith('https:'),
})
