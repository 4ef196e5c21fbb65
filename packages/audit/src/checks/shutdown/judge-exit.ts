import { constants } from 'node:os'
import type { Inspection } from '../../run/inspection.ts'
import { failed, passed, type Verdict } from '../../verdict.ts'
import { finish } from './finish.ts'
import { idleEnd } from './idle-end.ts'

/**
 * Whether a process ends in order on a signal. Some (the JVM, Uvicorn) do so and then let the signal end them, so that 128
 * and its number is the exit code of a good end as well as that of none: a request that is under way tells them apart.
 */
export async function judgeExit(inspection: Inspection, signal: 'SIGTERM' | 'SIGINT'): Promise<Verdict> {
  const { exit, after } = await idleEnd(inspection, signal)
  const time = `${Math.round(after)} ms after ${signal}`
  if (exit === undefined) return failed(`It still ran ${time}, with nothing to do; it was killed in the end.`)
  if (exit.code === 0) return passed(`It ended with 0, ${time}.`)
  const bySignal = 128 + constants.signals[signal]
  if (exit.code !== bySignal)
    return failed(`It ended with exit code ${exit.code}, ${time}; 0 was expected, for an end in order.`)
  const { answer, exchange } = await finish(inspection, signal)
  if (answer?.complete === true)
    return passed(`It answered what was under way and let the signal end it: ${bySignal}, ${time}.`)
  return failed(
    `${signal} ended it as it stood (${bySignal}), ${time}: a request that was under way got no answer.`,
    exchange,
  )
}
