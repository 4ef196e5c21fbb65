export { newRequestId, newTraceId, traceIdFrom } from './ids.ts'
export type {
  Claimed,
  IdempotencyClaim,
  IdempotencyStore,
  IdempotentRun,
  Isolation,
  Kept,
  KeptAnswer,
} from './idempotency-store.ts'
export { currentScope, runInScope, type Log, type LogMethod, type Scope } from './scope.ts'
export type { Boot, Instances, Service, Services } from './service.ts'
export {
  KEPT_PER_RECORD,
  recordLog,
  recordQuery,
  type LogRecord,
  type QueryRecord,
  TraceRecord,
} from './trace.ts'
