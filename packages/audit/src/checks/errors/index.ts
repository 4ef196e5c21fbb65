import type { Check } from '../../check.ts'
import { failureId } from './failure-id.ts'
import { headEmpty } from './head-empty.ts'
import { htmlEscaped } from './html-escaped.ts'
import { noDebugPage } from './no-debug-page.ts'
import { noInternals } from './no-internals.ts'
import { noSecretEcho } from './no-secret-echo.ts'
import { noStack } from './no-stack.ts'
import { problemJson } from './problem-json.ts'
import { problemMembers } from './problem-members.ts'
import { retryAfter } from './retry-after.ts'
import { statusAgrees } from './status-agrees.ts'
import { typeStable } from './type-stable.ts'
import { allMistakes } from './all-mistakes.ts'
import { crashIsVisible } from './crash-is-visible.ts'
import { neededPart } from './needed-part.ts'
import { startRefused } from './start-refused.ts'
import { degrades } from './degrades.ts'
import { slowPart } from './slow-part.ts'
import { retriesIdempotent } from './retries-idempotent.ts'
import { honoursRetryAfter } from './honours-retry-after.ts'
import { retryBound } from './retry-bound.ts'
import { isolated } from './isolated.ts'

export const errors: readonly Check[] = [
  problemJson,
  statusAgrees,
  typeStable,
  problemMembers,
  noStack,
  noInternals,
  noDebugPage,
  noSecretEcho,
  htmlEscaped,
  headEmpty,
  failureId,
  retryAfter,
  crashIsVisible,
  startRefused,
  allMistakes,
  neededPart,
  degrades,
  slowPart,
  retriesIdempotent,
  honoursRetryAfter,
  retryBound,
  isolated,
]
