import type { Check } from '../../check.ts'
import { clientGone } from './client-gone.ts'
import { deadlineAnswer } from './deadline-answer.ts'
import { noMixing } from './no-mixing.ts'
import { requestId } from './request-id.ts'
import { requestIdHostile } from './request-id-hostile.ts'
import { requestIdUnique } from './request-id-unique.ts'
import { traceContinues } from './trace-continues.ts'
import { traceInvalid } from './trace-invalid.ts'
import { logCorrelated } from './log-correlated.ts'
import { cancelsOutgoing } from './cancels-outgoing.ts'
import { traceOutgoing } from './trace-outgoing.ts'
import { deadlineInTime } from './deadline-in-time.ts'
import { leavesQueue } from './leaves-queue.ts'
import { cancelsStatement } from './cancels-statement.ts'

export const context: readonly Check[] = [
  requestId,
  requestIdUnique,
  requestIdHostile,
  noMixing,
  clientGone,
  deadlineAnswer,
  traceContinues,
  traceInvalid,
  logCorrelated,
  cancelsOutgoing,
  traceOutgoing,
  deadlineInTime,
  leavesQueue,
  cancelsStatement,
]
