export type { LineOutput } from './line-output.ts'
export { createLogger, scopedLog, type LogFormat, type LogLevel } from './log.ts'
export { createMetrics, type Metrics, type RouteMetrics } from './metrics.ts'
export { createTraceRing, type TraceRing } from './ring.ts'
