import { inconclusive, type Verdict } from '../../verdict.ts'

const ATTEMPTS = 4

/** Tries what takes quick looks, until they were quick enough to tell: `undefined` where they were not. */
export async function whenQuick(attempt: () => Promise<Verdict | undefined>): Promise<Verdict> {
  for (let n = 0; n < ATTEMPTS; n++) {
    const verdict = await attempt()
    if (verdict !== undefined) return verdict
  }
  return inconclusive('This machine is too busy to look quickly enough; try again when it is not.')
}
