import type { Check } from '../../check.ts'
import { health } from './health.ts'
import { healthDiscreet } from './health-discreet.ts'
import { healthHead } from './health-head.ts'
import { healthQuick } from './health-quick.ts'
import { healthUncached } from './health-uncached.ts'
import { metricsBounded } from './metrics-bounded.ts'
import { metricsCount } from './metrics-count.ts'
import { metricsFormat } from './metrics-format.ts'
import { metricsType } from './metrics-type.ts'
import { logsToStdout } from './logs-to-stdout.ts'
import { noSecrets } from './no-secrets.ts'
import { oneLinePerEvent } from './one-line-per-event.ts'
import { structuredLogs } from './structured-logs.ts'

export const observability: readonly Check[] = [
  health,
  healthQuick,
  healthUncached,
  healthDiscreet,
  healthHead,
  metricsType,
  metricsFormat,
  metricsBounded,
  metricsCount,
  logsToStdout,
  oneLinePerEvent,
  structuredLogs,
  noSecrets,
]
