import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino'
import { recordLog, type Log, type LogMethod, type Scope } from '../context/index.ts'
import { lineOutput, type LineOutput } from './line-output.ts'
import { prettyLines } from './pretty.ts'
import { redact } from './redact.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
export type LogFormat = 'json' | 'pretty'

/** The app's logger: JSON lines as an event stream on standard output, or short lines for a person. */
export function createLogger(options: {
  level: LogLevel
  format: LogFormat
  destination?: DestinationStream
}): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      formatters: { level: (label) => ({ level: label }), log: redact },
      serializers: { err: (error: Error) => redact({ ...stdSerializers.err(error) }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    options.destination ?? (options.format === 'pretty' ? prettyLines(process.stdout) : standardOutput()),
  )
}

/** Bytes that wait for a full disk or a stuck reader; further lines are dropped. */
const MAX_WAITING = 16 << 20

/** Never ends the process: a service that cannot log still serves. */
function standardOutput(): LineOutput {
  const output = pino.destination({ fd: 1, sync: true, maxLength: MAX_WAITING })
  output.on('error', () => undefined)
  return lineOutput(output)
}

/** A logger for one request: its lines carry the request's ids and are kept in its trace record. */
export function scopedLog(logger: Logger, scope: Pick<Scope, 'requestId' | 'traceId' | 'trace'>): Log {
  const method = (level: 'debug' | 'info' | 'warn' | 'error'): LogMethod => {
    return (fields: object | string, message?: string) => {
      const text = typeof fields === 'string' ? fields : (message ?? '')
      const own = typeof fields === 'string' ? {} : fields instanceof Error ? { err: fields } : fields
      recordLog(scope.trace, { at: performance.now() - scope.trace.start, level, message: text })
      logger[level]({ requestId: scope.requestId, traceId: scope.traceId, ...own }, text)
    }
  }
  return { debug: method('debug'), info: method('info'), warn: method('warn'), error: method('error') }
}
