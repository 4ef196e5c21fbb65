import type { Check } from '../../check.ts'
import { age } from './age.ts'
import { cacheControlSyntax } from './cache-control-syntax.ts'
import { cookieCached } from './cookie-cached.ts'
import { deception } from './deception.ts'
import { errorsShort } from './errors-short.ts'
import { expires } from './expires.ts'
import { immutableVersioned } from './immutable-versioned.ts'
import { noContradiction } from './no-contradiction.ts'
import { pragma } from './pragma.ts'
import { staleSyntax } from './stale-syntax.ts'
import { varyStar } from './vary-star.ts'
import { varySyntax } from './vary-syntax.ts'

export const caching: readonly Check[] = [
  age,
  cacheControlSyntax,
  cookieCached,
  deception,
  errorsShort,
  expires,
  immutableVersioned,
  noContradiction,
  pragma,
  staleSyntax,
  varyStar,
  varySyntax,
]
