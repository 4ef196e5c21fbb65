import { begin } from '../../process/in-flight.ts'
import { launch } from '../../process/launch.ts'
import type { Exit } from '../../process/running.ts'
import type { Inspection } from '../../run/inspection.ts'
import type { Answer } from '../../wire/answer.ts'
import type { Exchange } from '../../wire/exchange.ts'

/** What became of a request that was under way when a signal came. */
export interface Finished {
  /** `undefined` where there was none. */
  readonly answer: Answer | undefined
  readonly exchange: Exchange
  /** Whether the target took its time, and did not just wait for the content. */
  readonly slow: boolean
  /** `undefined` where it still runs. */
  readonly exit: Exit | undefined
}

/** Milliseconds after the signal in which the request is still under way. */
const UNDER_WAY = 200

/** Sends a signal while a request is under way, and waits for its answer. @throws CannotTell where no request takes long */
export async function finish(inspection: Inspection, signal: 'SIGTERM' | 'SIGINT'): Promise<Finished> {
  await using launched = await launch(inspection)
  const { running, patience } = launched
  const request = await begin(inspection, launched)
  running.signal(signal)
  await running.ends(UNDER_WAY)
  const answer = await request.answer(patience)
  return { answer, exchange: request.connection.exchange, slow: request.slow, exit: running.exit }
}
