import { constants, fstatSync, openSync } from 'node:fs'
import { pino } from 'pino'
import { lineOutput, type LineOutput } from './line-output.ts'
import { pipeOutput, type PipeOutput } from './pipe-output.ts'

/** Bytes that wait for a full disk; further lines are dropped. */
const MAX_WAITING = 16 << 20

/** Two that write parts of lines to one pipe would mix them, so all loggers of a process share it. */
let pipe: PipeOutput | undefined

/**
 * Standard output as a place for lines. Nothing that happens there stops the process or ends it: a service that cannot
 * log still serves. To a file or a terminal lines are written at once; a pipe or socket may have a reader who is stuck.
 *
 * @param onRoom is told how many lines a stuck reader has cost, once it reads again
 */
export function standardOutput(onRoom: (dropped: number) => void): LineOutput {
  const type = fstatSync(1)
  if (type.isFIFO() || type.isSocket()) {
    pipe ??= pipeOutput(withoutBlocking(1))
    pipe.onRoom(onRoom)
    return lineOutput(pipe)
  }
  const output = pino.destination({ fd: 1, sync: true, maxLength: MAX_WAITING })
  output.on('error', () => undefined)
  return lineOutput(output)
}

/** Lines that were dropped since nobody read them. */
export function droppedLines(): number {
  return pipe?.dropped() ?? 0
}

/** A descriptor for what `fd` leads to that does not block. */
function withoutBlocking(fd: number): number {
  try {
    // Whether it blocks belongs to an open file and not to a descriptor (open(2)), and other processes may share this
    // one, some of which would be lost with a pipe that does not. Linux opens a pipe anew.
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch {
    // A socket cannot be, nor what another account has opened. Node.js makes these so when it makes its stream.
    void process.stdout
    return fd
  }
}
