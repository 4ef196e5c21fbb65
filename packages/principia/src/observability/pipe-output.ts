import type { DestinationStream } from 'pino'
import { Backlog } from './backlog.ts'
import { doBeforeExit, forgetBeforeExit } from './before-exit.ts'

/** Lines to a pipe or socket. */
export interface PipeOutput extends DestinationStream {
  /** Writes whole lines at once, unless others wait already; never waits itself. */
  write(lines: string): void
  /** Lines that were dropped in all. */
  dropped(): number
  /** Sets what is told how many lines were dropped, as soon as there is room again. It may write. */
  onRoom(tell: (dropped: number) => void): void
}

/** Bytes that wait for a reader. */
const CAPACITY = 16 << 20

/** Milliseconds between attempts while nobody reads: the first time, and in the end. */
const SHORTEST_PAUSE = 1
const LONGEST_PAUSE = 100

/** Milliseconds that an exit waits for a reader that takes nothing, and for one that is only slow. */
const PATIENCE_STUCK = 1000
const PATIENCE_SLOW = 5000

/**
 * Lines to a descriptor whose reader may be slow, stuck or gone, for none of which a service may stop. What the reader
 * does not take waits in memory, and what finds no room there is dropped and counted: whole lines, and in one run. Once
 * there is no room for the first, there is none until half of what waits is gone.
 *
 * The descriptor must not block (O_NONBLOCK). While its reader keeps up, a write is one system call made at once, as
 * to a file, so that nothing is left to be done at an exit. One that lags behind is waited for then, but not for long.
 */
export function pipeOutput(fd: number, capacity = CAPACITY): PipeOutput {
  const backlog = new Backlog(fd)
  let dropped = 0
  let untold = 0
  let tell: (dropped: number) => void = () => undefined
  let pause = SHORTEST_PAUSE
  let pausing = false
  let gaveUp = false
  let exitsUntil: number | undefined

  const drop = (lines: string) => {
    const count = lines.split('\n').length - 1
    dropped += count
    untold += count
  }
  const tellOfRoom = () => {
    if (untold === 0 || backlog.size > capacity / 2) return
    const count = untold
    untold = 0
    tell(count)
  }
  const handOver = () => {
    const before = backlog.size
    const outcome = backlog.handOver()
    tellOfRoom()
    return { outcome, moved: backlog.size !== before }
  }
  const goOnLater = () => {
    // During the exit it is done at once: no timer fires any more.
    doBeforeExit(finish)
    if (pausing || backlog.size === 0) return
    pausing = true
    // It must not keep a process alive that has nothing else to do.
    setTimeout(goOn, pause).unref()
  }
  const goOn = () => {
    pausing = false
    const { moved } = handOver()
    pause = moved ? SHORTEST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE)
    if (backlog.size > 0) goOnLater()
    else forgetBeforeExit(finish)
  }
  const finish = () => {
    exitsUntil ??= performance.now() + PATIENCE_SLOW
    let stuckAt = performance.now() + PATIENCE_STUCK
    while (!gaveUp) {
      const { outcome, moved } = handOver()
      if (backlog.size === 0) return
      const now = performance.now()
      if (moved) stuckAt = now + PATIENCE_STUCK
      gaveUp = outcome === 'broken' || now > Math.min(stuckAt, exitsUntil)
      if (!gaveUp) waitHere(SHORTEST_PAUSE)
    }
  }

  return {
    write(lines) {
      if (backlog.size === 0 && untold === 0) {
        if (backlog.write(lines) !== 'all') goOnLater()
        return
      }
      const size = Buffer.byteLength(lines)
      if (untold > 0 || gaveUp || backlog.size + size > capacity) drop(lines)
      else backlog.add(lines, size)
    },
    dropped: () => dropped,
    onRoom: (listener) => void (tell = listener),
  }
}

/** The event loop is over: nothing else could be done meanwhile. */
function waitHere(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
