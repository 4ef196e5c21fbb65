import type { Logger } from 'pino'
import type { TraceRecord } from '../context/index.ts'

/** The one line that every request leaves in the log. */
export function logRequest(logger: Logger, trace: TraceRecord): void {
  const line = {
    requestId: trace.requestId,
    traceId: trace.traceId,
    method: trace.method,
    path: trace.path,
    route: trace.route,
    status: trace.status,
    duration: Math.round(trace.duration * 1000) / 1000,
    bytes: trace.responseBytes,
    userId: trace.userId,
    error: trace.error,
  }
  if (trace.status >= 500) logger.error(line, 'request')
  else logger.info(line, 'request')
}
