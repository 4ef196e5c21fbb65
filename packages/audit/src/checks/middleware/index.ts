import type { Check } from '../../check.ts'
import { authBeforeBody } from './auth-before-body.ts'
import { compressEtag } from './compress-etag.ts'
import { compressVary } from './compress-vary.ts'
import { corsOnErrors } from './cors-on-errors.ts'
import { corsVary } from './cors-vary.ts'
import { headerOnErrors } from './header-on-errors.ts'
import { headerOnUnmatched } from './header-on-unmatched.ts'
import { preflightWithoutAuth } from './preflight-without-auth.ts'
import { limitBeforeAuth } from './limit-before-auth.ts'

export const middleware: readonly Check[] = [
  authBeforeBody,
  compressEtag,
  compressVary,
  corsOnErrors,
  corsVary,
  headerOnErrors,
  headerOnUnmatched,
  preflightWithoutAuth,
  limitBeforeAuth,
]
