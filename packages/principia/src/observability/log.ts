import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino'
import { recordLog, type Log, type LogMethod, type Scope } from '../context/index.ts'
import { prettyLines } from './pretty.ts'
import { redact } from './redact.ts'
import { standardOutput } from './standard-output.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
export type LogFormat = 'json' | 'pretty'

/** The app's logger: JSON lines as an event stream on standard output, or short lines for a person. */
export function createLogger(options: {
  level: LogLevel
  format: LogFormat
  destination?: DestinationStream
}): Logger {
  const logger = pino(
    {
      level: options.level,
      base: null,
      formatters: { level: (label) => ({ level: label }), log: redact },
      serializers: { err: (error: Error) => redact({ ...stdSerializers.err(error) }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    options.destination ??
      outputAs(options.format, (dropped) => {
        logger.error({ dropped }, 'log lines were dropped, since nobody read them')
      }),
  )
  return logger
}

function outputAs(format: LogFormat, onRoom: (dropped: number) => void): DestinationStream {
  if (format === 'json') return standardOutput(onRoom)
  return process.stdout.isTTY ? prettyLines(process.stdout, true) : prettyLines(standardOutput(onRoom), false)
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
