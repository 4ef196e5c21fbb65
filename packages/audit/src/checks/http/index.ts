import type { Check } from '../../check.ts'
import { cookieAttributes } from './cookie-attributes.ts'
import { hsts } from './hsts.ts'
import { http1 } from './http1-checks.ts'
import { http2 } from './http2-checks.ts'
import { preconditionRequired } from './precondition-required.ts'
import { semantics } from './semantics-checks.ts'
import { statusClass } from './status-class.ts'

export const http: readonly Check[] = [
  statusClass,
  cookieAttributes,
  hsts,
  preconditionRequired,
  ...semantics,
  ...http1,
  ...http2,
]
