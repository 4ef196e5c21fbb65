import { launch, type Launched } from '../../process/launch.ts'
import type { Inspection } from '../../run/inspection.ts'
import { failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import type { Connection } from '../../wire/connection.ts'
import { usualEnd } from './idle-end.ts'

/**
 * Whether connections hold up the end. That they do is certain only where it takes longer with them than without any, and
 * the process ends once they are gone.
 *
 * @param what they are: `20 connections on which nothing was sent`
 */
export async function heldUpBy(
  inspection: Inspection,
  what: string,
  open: (launched: Launched) => Promise<Connection[]>,
): Promise<Verdict> {
  // Before the other is launched: where only one can run at a time, it would wait for itself.
  const within = await usualEnd(inspection)
  await using launched = await launch(inspection)
  const { running } = launched
  const connections = await open(launched)
  running.signal('SIGTERM')
  const signalled = performance.now()
  const exit = await running.ends(within)
  if (exit !== undefined) return passed(`It ended after ${Math.round(exit.at - signalled)} ms.`)
  for (const connection of connections) connection.destroy()
  if ((await running.ends(within)) === undefined)
    return inconclusive(`It ended neither with ${what} nor without them.`)
  const [first] = connections
  return failed(
    `With ${what} it still ran ${Math.round(within)} ms after SIGTERM, and ended when they were closed. Without any it ends in time.`,
    first?.exchange,
  )
}
