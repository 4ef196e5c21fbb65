import type { DestinationStream } from 'pino'

/** Turns JSON log lines into short ones for a person at a terminal. */
export function prettyLines(
  output: { readonly write: (line: string) => unknown },
  isTerminal: boolean,
): DestinationStream {
  const colour = isTerminal && process.env.NO_COLOR === undefined
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
  return {
    write(line: string) {
      const entry = JSON.parse(line) as Record<string, unknown>
      const { level, time, msg, requestId, traceId: _traceId, err, ...fields } = entry
      const rest = Object.entries(fields).map(([name, value]) => `${paint(2, `${name}=`)}${show(value)}`)
      const stack = isError(err)
        ? `\n  ${paint(31, String(err.stack ?? err.message).replaceAll('\n', '\n  '))}`
        : ''
      const id = typeof requestId === 'string' ? paint(2, requestId) : ''
      const parts = [
        paint(2, String(time).slice(11, 23)),
        paintLevel(String(level), paint),
        typeof msg === 'string' ? msg : '',
        ...rest,
        id,
      ]
      output.write(`${parts.filter((part) => part !== '').join(' ')}${stack}\n`)
    },
  }
}

function paintLevel(level: string, paint: (code: number, text: string) => string): string {
  const codes: Record<string, number> = { error: 31, fatal: 31, warn: 33, info: 32, debug: 36 }
  return paint(codes[level] ?? 0, level.padEnd(5))
}

function show(value: unknown): string {
  return typeof value === 'string' && !value.includes(' ') ? value : JSON.stringify(value)
}

function isError(value: unknown): value is { stack?: unknown; message?: unknown } {
  return typeof value === 'object' && value !== null && 'message' in value
}
