import type { Check } from '../check.ts'
import { access } from './access/index.ts'
import { auth } from './auth/index.ts'
import { caching } from './caching/index.ts'
import { config } from './config/index.ts'
import { context } from './context/index.ts'
import { crud } from './crud/index.ts'
import { errors } from './errors/index.ts'
import { http } from './http/index.ts'
import { journey } from './journey/index.ts'
import { layers } from './layers/index.ts'
import { middleware } from './middleware/index.ts'
import { observability } from './observability/index.ts'
import { openapi } from './openapi/index.ts'
import { resilience } from './resilience/index.ts'
import { rest } from './rest/index.ts'
import { routing } from './routing/index.ts'
import { security } from './security/index.ts'
import { serialization } from './serialization/index.ts'
import { shutdown } from './shutdown/index.ts'
import { validation } from './validation/index.ts'

/** All checks, by concept in the order of the book. */
export const checks: readonly Check[] = [
  ...journey,
  ...http,
  ...routing,
  ...serialization,
  ...validation,
  ...middleware,
  ...context,
  ...errors,
  ...auth,
  ...access,
  ...layers,
  ...crud,
  ...rest,
  ...openapi,
  ...caching,
  ...config,
  ...observability,
  ...shutdown,
  ...security,
  ...resilience,
]
