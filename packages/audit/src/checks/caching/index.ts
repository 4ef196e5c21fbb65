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
import { unkeyedHost } from './unkeyed-host.ts'
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
  unkeyedHost,
  varyStar,
  varySyntax,
]
