import type { Check } from '../../check.ts'
import { bearerError } from './bearer-error.ts'
import { challenge } from './challenge.ts'
import { challengeSyntax } from './challenge-syntax.ts'
import { jwtDiscreet } from './jwt-discreet.ts'
import { jwtExpires } from './jwt-expires.ts'
import { jwtForged } from './jwt-forged.ts'
import { jwtNone } from './jwt-none.ts'
import { jwtWeakSecret } from './jwt-weak-secret.ts'
import { passwordNotEchoed } from './password-not-echoed.ts'
import { personalNoStore } from './personal-no-store.ts'
import { personalNotShared } from './personal-not-shared.ts'
import { sameAnswer } from './same-answer.ts'
import { sameTime } from './same-time.ts'
import { schemeCase } from './scheme-case.ts'
import { sessionRenewed } from './session-renewed.ts'
import { signInGet } from './sign-in-get.ts'
import { signOut } from './sign-out.ts'
import { tokenInQuery } from './token-in-query.ts'
import { tokenMalformed } from './token-malformed.ts'
import { tokenNoStore } from './token-no-store.ts'
import { tokenRefused } from './token-refused.ts'

export const auth: readonly Check[] = [
  challenge,
  challengeSyntax,
  bearerError,
  schemeCase,
  tokenRefused,
  tokenMalformed,
  tokenInQuery,
  jwtNone,
  jwtForged,
  jwtWeakSecret,
  jwtExpires,
  jwtDiscreet,
  tokenNoStore,
  sessionRenewed,
  signOut,
  signInGet,
  passwordNotEchoed,
  // Wrong passwords come last, lest they lock what the others need.
  sameAnswer,
  sameTime,
  personalNoStore,
  personalNotShared,
]
