import { defineProblem } from 'principia'
import { sqlState, type Database } from 'principia/database'
import type { Tables } from '../tables/tables.ts'
import { hashPassword, verifyPassword } from './password.ts'

/** A person who has signed in. */
export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
}

export interface NewAccount {
  readonly name: string
  readonly email: string
}

export const emailTaken = defineProblem('email-taken', 409, 'There is an account with this address already')
export const wrongCredentials = defineProblem(
  'wrong-credentials',
  401,
  'The address or the password is wrong',
)

/**
 * @param password_hash what `hashPassword` gave
 * @throws Problem email-taken; a transaction in which it happens can only be rolled back
 */
export async function createAccount(
  db: Database<Tables>,
  { name, email }: NewAccount,
  password_hash: string,
): Promise<User> {
  try {
    return await db
      .insertInto('users')
      .values({ name, email, password_hash })
      .returning(['id', 'name', 'email'])
      .executeTakeFirstOrThrow()
  } catch (error) {
    // The unique index decides, not a question asked before: two sign-ups may run at once.
    if (sqlState(error) === '23505') throw emailTaken()
    throw error
  }
}

/**
 * The account that these credentials open. An unknown address costs as much time as a wrong
 * password and gives the same answer, so that nobody learns who has an account.
 *
 * @throws Problem wrong-credentials
 */
export async function authenticate(db: Database<Tables>, email: string, password: string): Promise<User> {
  const found = await db
    .selectFrom('users')
    .select(['id', 'name', 'email', 'password_hash'])
    .where((where) => where(where.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst()
  const matches = await verifyPassword(password, found?.password_hash ?? (await unmatchable))
  if (found === undefined || !matches) throw wrongCredentials(undefined, { headers: CHALLENGE })
  return { id: found.id, name: found.name, email: found.email }
}

/** A 401 must name a way to authenticate (RFC 9110 section 11.6.1); this one is the way itself. */
const CHALLENGE = { 'www-authenticate': 'Cookie cookie-name="session"' }

const unmatchable = hashPassword('no account has this password')
