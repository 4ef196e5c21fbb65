import type { Check } from '../../check.ts'
import { limitNotDodged } from './limit-not-dodged.ts'
import { limitRecovers } from './limit-recovers.ts'
import { limitedRetryAfter } from './limited-retry-after.ts'
import { ratelimitSyntax } from './ratelimit-syntax.ts'
import { ratelimitTrue } from './ratelimit-true.ts'
import { signInLimited } from './sign-in-limited.ts'

/** How often one may ask. Those that use a limit up come last. */
export const limits: readonly Check[] = [
  ratelimitSyntax,
  ratelimitTrue,
  signInLimited,
  limitedRetryAfter,
  limitNotDodged,
  limitRecovers,
]
