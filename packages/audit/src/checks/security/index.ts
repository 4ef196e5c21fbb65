import type { Check } from '../../check.ts'
import { contentType } from './content-type.ts'
import { csp } from './csp.ts'
import { cspNonce } from './csp-nonce.ts'
import { cspStrength } from './csp-strength.ts'
import { frame } from './frame.ts'
import { limits } from './limits.ts'
import { noPoweredBy } from './no-powered-by.ts'
import { noVersion } from './no-version.ts'
import { nosniff } from './nosniff.ts'
import { tls } from './tls-checks.ts'

export const security: readonly Check[] = [
  contentType,
  nosniff,
  csp,
  cspStrength,
  cspNonce,
  frame,
  noVersion,
  noPoweredBy,
  ...tls,
  ...limits,
]
