import type { Check } from '../../check.ts'
import { conditionalGet } from './conditional-get.ts'
import { createdLinked } from './created-linked.ts'
import { deprecationAnnounced } from './deprecation-announced.ts'
import { goneSaysSo } from './gone-says-so.ts'
import { linksAlive } from './links-alive.ts'
import { negotiates } from './negotiates.ts'
import { notAcceptable } from './not-acceptable.ts'
import { putIdempotent } from './put-idempotent.ts'
import { safeGet } from './safe-get.ts'
import { statusTruthful } from './status-truthful.ts'
import { varyComplete } from './vary-complete.ts'

export const rest: readonly Check[] = [
  conditionalGet,
  createdLinked,
  deprecationAnnounced,
  goneSaysSo,
  linksAlive,
  negotiates,
  notAcceptable,
  putIdempotent,
  safeGet,
  statusTruthful,
  varyComplete,
]
