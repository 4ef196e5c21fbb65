import type { Controlled } from '../../process/controlled.ts'
import { launch } from '../../process/launch.ts'
import type { Exit } from '../../process/running.ts'
import type { Inspection } from '../../run/inspection.ts'
import { CannotTell } from '../../verdict.ts'

/** How an instance ended that nobody asked anything. */
export interface IdleEnd {
  /** `undefined` where it had not ended after all patience. */
  readonly exit: Exit | undefined
  /** Milliseconds from the signal to the end, or to the end of the patience. */
  readonly after: number
}

/**
 * Milliseconds that it may take longer to end where somebody is connected. Go's `Shutdown` gives a new connection five
 * seconds to send its request, by a clock that counts seconds, and looks twice a second.
 */
const LONGER = 8000

const known = new WeakMap<Controlled, Promise<IdleEnd>>()

/** Sends a signal to a fresh instance. What comes of SIGTERM is found out once for all checks. */
export function idleEnd(inspection: Inspection, signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<IdleEnd> {
  const { process } = inspection.target
  if (process === undefined || signal !== 'SIGTERM') return findOut(inspection, signal)
  const found = known.get(process) ?? findOut(inspection, signal)
  known.set(process, found)
  return found
}

async function findOut(inspection: Inspection, signal: 'SIGTERM' | 'SIGINT'): Promise<IdleEnd> {
  await using launched = await launch(inspection)
  const { running, patience } = launched
  const signalled = performance.now()
  running.signal(signal)
  const exit = await running.ends(patience)
  return { exit, after: (exit?.at ?? performance.now()) - signalled }
}

/**
 * Milliseconds that an end may take which nothing holds up.
 *
 * @throws CannotTell where it does not end even with nothing to do
 */
export async function usualEnd(inspection: Inspection): Promise<number> {
  const { exit, after } = await idleEnd(inspection)
  if (exit === undefined)
    throw new CannotTell(`It had not ended ${Math.round(after)} ms after SIGTERM, even with nothing to do.`)
  return after + Math.min(LONGER, inspection.target.process?.patience ?? LONGER)
}
