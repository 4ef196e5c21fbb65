import type { Check } from '../../check.ts'
import { cookieAccepted } from './cookie-accepted.ts'
import { cookieDomain } from './cookie-domain.ts'
import { csp } from './csp.ts'
import { cspNonce } from './csp-nonce.ts'
import { cspStrength } from './csp-strength.ts'
import { deprecatedHeaders } from './deprecated-headers.ts'
import { directoryListing } from './directory-listing.ts'
import { forwardedHost } from './forwarded-host.ts'
import { frame } from './frame.ts'
import { hostReflected } from './host-reflected.ts'
import { httpsRedirect } from './https-redirect.ts'
import { leftovers } from './leftovers.ts'
import { limits } from './limits.ts'
import { noPoweredBy } from './no-powered-by.ts'
import { noVersion } from './no-version.ts'
import { nosniff } from './nosniff.ts'
import { openRedirect } from './open-redirect.ts'
import { openerPolicy } from './opener-policy.ts'
import { permissionsPolicy } from './permissions-policy.ts'
import { referrerPolicy } from './referrer-policy.ts'
import { sessionInUrl } from './session-in-url.ts'
import { sourceMaps } from './source-maps.ts'
import { sqlError } from './sql-error.ts'
import { tls } from './tls-checks.ts'
import { xssProtection } from './xss-protection.ts'

export const security: readonly Check[] = [
  nosniff,
  csp,
  cspStrength,
  cspNonce,
  frame,
  referrerPolicy,
  permissionsPolicy,
  openerPolicy,
  xssProtection,
  deprecatedHeaders,
  noVersion,
  noPoweredBy,
  cookieAccepted,
  cookieDomain,
  sessionInUrl,
  leftovers,
  directoryListing,
  sourceMaps,
  openRedirect,
  hostReflected,
  forwardedHost,
  sqlError,
  httpsRedirect,
  ...tls,
  ...limits,
]
