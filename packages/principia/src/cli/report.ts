import { inspect, styleText } from 'node:util'
import { EXIT, StartFault } from '../errors/index.ts'

/**
 * Says on standard error why a command failed: the message alone for what its caller can mend, the stack
 * for a fault in the program.
 */
export function report(error: unknown): void {
  const known = error instanceof StartFault
  const text = known
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : inspect(error)
  process.stderr.write(
    `${styleText('red', 'error', { stream: process.stderr })} ${text}${causes(known ? undefined : error)}\n`,
  )
}

export function exitCodeOf(error: unknown): number {
  return error instanceof StartFault ? error.exitCode : EXIT.fault
}

function causes(error: unknown): string {
  if (!(error instanceof Error) || error.cause === undefined) return ''
  const { cause } = error
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause)
  return `\n  caused by ${text.replaceAll('\n', '\n  ')}${causes(cause)}`
}
