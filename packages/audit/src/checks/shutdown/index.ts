import type { Check } from '../../check.ts'
import { connectionClose } from './connection-close.ts'
import { deadline } from './deadline.ts'
import { delay } from './delay.ts'
import { exitCode } from './exit-code.ts'
import { finishesInFlight } from './finishes-in-flight.ts'
import { finishesSending } from './finishes-sending.ts'
import { idleConnections } from './idle-connections.ts'
import { idleGrace } from './idle-grace.ts'
import { interrupt } from './interrupt.ts'
import { killLosesNothing } from './kill-loses-nothing.ts'
import { notReadyFirst } from './not-ready-first.ts'
import { partialRequest } from './partial-request.ts'
import { portReleased } from './port-released.ts'
import { refusesNew } from './refuses-new.ts'
import { restartsAfterKill } from './restarts-after-kill.ts'
import { secondSignal } from './second-signal.ts'
import { staysLive } from './stays-live.ts'
import { underLoad } from './under-load.ts'
import { unusedConnections } from './unused-connections.ts'

export const shutdown: readonly Check[] = [
  exitCode,
  interrupt,
  finishesInFlight,
  finishesSending,
  refusesNew,
  unusedConnections,
  idleConnections,
  idleGrace,
  connectionClose,
  underLoad,
  deadline,
  secondSignal,
  partialRequest,
  notReadyFirst,
  staysLive,
  delay,
  portReleased,
  killLosesNothing,
  restartsAfterKill,
]
