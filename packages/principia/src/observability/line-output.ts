import type { DestinationStream } from 'pino'
import { doBeforeExit, forgetBeforeExit } from './before-exit.ts'

/** Where log lines go. */
export interface LineOutput extends DestinationStream {
  /** Writes a line now, behind those that waited. */
  write(line: string): void
  /**
   * Writes a line before this turn of the event loop is over, with one system call for all lines of the turn. For lines
   * that end something, such as a request: what a program says before it does something must be out before it does it.
   */
  writeSoon(line: string): void
}

/** Characters that may wait. */
const MAX_WAITING = 65_536

/**
 * Lines in front of a destination. They keep their order, and all are out when the process exits, however it comes to
 * that: by itself, by `process.exit` or by an exception that nobody caught. Only what ends a process without asking
 * it, SIGKILL or a signal that it does not handle, may take along the lines of the current turn.
 */
export function lineOutput(destination: DestinationStream): LineOutput {
  let waiting = ''
  const flush = () => {
    const lines = waiting
    waiting = ''
    forgetBeforeExit(flush)
    if (lines !== '') destination.write(lines)
  }
  return {
    write(line) {
      flush()
      destination.write(line)
    },
    writeSoon(line) {
      if (waiting === '') {
        setImmediate(flush)
        doBeforeExit(flush)
      }
      waiting += line
      if (waiting.length > MAX_WAITING) flush()
    },
  }
}
