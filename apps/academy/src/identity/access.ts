import { defineProblem } from 'principia'
import { defineAccess } from '../services.ts'
import type { User } from './accounts.ts'
import { findSession, sessionCookie } from './sessions.ts'

export const signInRequired = defineProblem('sign-in-required', 401, 'Sign in to do this')

const scheme = { cookie: 'session' }

/** Everybody; the handler learns who, if they have signed in. */
export const anyone = defineAccess('anyone', {
  scheme,
  optional: true,
  async check(context): Promise<User | null> {
    const token = sessionCookie.read(context)
    return token === undefined ? null : ((await findSession(context.db, token)) ?? null)
  },
})

/** Only who has signed in. */
export const signedIn = defineAccess('signed in', {
  scheme,
  async check(context): Promise<User> {
    const user = await anyone.check(context)
    if (user === null) throw signInRequired()
    return user
  },
})
