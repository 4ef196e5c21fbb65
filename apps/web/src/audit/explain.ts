import { isUnreachable } from '../api.ts'
import { isSignedOut, user } from '../state.ts'

/** Why something was not done, as a sentence. */
export function explain(error: unknown): string {
  if (isUnreachable(error)) return 'The server does not answer. Try again in a moment.'
  if (isSignedOut(error)) {
    user.value = null
    return 'You are not signed in any more.'
  }
  return error instanceof Error ? error.message : String(error)
}
