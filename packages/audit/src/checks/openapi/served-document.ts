import type { Inspection } from '../../run/inspection.ts'
import type { Answered } from '../../wire/exchange.ts'
import { isTaken } from './trials.ts'

/** The answer with the description; `undefined` where it was given as a file, whose path may look like one of the target. */
export async function servedDocument({ target, send }: Inspection): Promise<Answered | undefined> {
  const from = target.description?.from
  if (from?.startsWith('/') !== true) return undefined
  const answered = await send({ path: from })
  return isTaken(answered.answer) ? answered : undefined
}
