import { NoAnswer, type Inspection } from '../../run/inspection.ts'
import { inconclusive, passed, type Verdict } from '../../verdict.ts'
import { writeFrame, type Frame } from '../../wire/http2/frames.ts'
import { speakHttp2 } from './http2.ts'

/** Milliseconds that somebody else may have to wait. */
const PATIENCE = 3000

/**
 * Whether others are served while one connection sends a flood of frames. The flood is small, and sent once; what tells is
 * not whether the target ends the connection, but whether others notice.
 */
export async function othersServed(
  inspection: Inspection,
  says: string,
  flood: readonly Frame[],
): Promise<Verdict> {
  const path = openPath(inspection)
  const before = performance.now()
  await inspection.send({ path }, { limited: true })
  const usual = performance.now() - before
  if (usual > PATIENCE / 10)
    return inconclusive(
      `It needs ${Math.round(usual)} ms for ${path} at rest: too long to tell a delay from.`,
    )
  const connection = await speakHttp2(inspection)
  // As one write, since what counts is how much comes at once. It is not waited for: nobody has to read it.
  void connection.raw.write(Buffer.concat(flood.map(writeFrame)))
  await connection.until(() => connection.ended || undefined, 100)
  try {
    await inspection.send({ path }, { within: PATIENCE, limited: true })
    return passed(connection.ended ? 'It ended the connection.' : undefined)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return connection.failed(
      `After ${says} on one connection, GET ${path} on another was not answered within ${PATIENCE / 1000} s; before, it took ${Math.ceil(usual)} ms.`,
    )
  }
}

/** An address that anybody may ask for, and that needs some work where one is known. */
export function openPath({ target }: Pick<Inspection, 'target'>): string {
  return target.pages.find(({ as }) => as === undefined)?.path ?? target.missing()
}
