import { launch, type Launched } from '../../process/launch.ts'
import type { Line } from '../../process/lines.ts'
import type { Inspection } from '../../run/inspection.ts'
import { NoAnswer } from '../../run/inspection.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** What a fresh instance wrote about some requests. */
export interface Said {
  readonly launched: Launched
  readonly lines: readonly Line[]
  readonly exchanges: readonly Answered[]
}

/** Milliseconds without another line after which no more is to come, and that are waited at most. */
const QUIET = 200
const MOST = 1500

export const SAYS_NOTHING =
  'It wrote nothing about the requests; set it to log them, at the level that it has in production.'

/** Sends requests to a fresh instance one after the other, and hands over what it wrote while it still runs. */
export async function listen<T>(
  inspection: Inspection,
  requests: readonly RequestSpec[],
  judge: (said: Said) => Promise<T> | T,
): Promise<T> {
  await using launched = await launch(inspection)
  const { lines } = launched.running
  const from = lines.count
  const exchanges: Answered[] = []
  for (const request of requests) {
    try {
      exchanges.push(await launched.send(request, { limited: true }))
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
    }
  }
  for (const until = performance.now() + MOST; performance.now() < until;) {
    const before = lines.count
    await launched.running.ends(QUIET)
    if (lines.count === before) break
  }
  return judge({ launched, lines: lines.since(from), exchanges })
}

/** A line, short enough to be shown. */
export function shorten({ text }: Line): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
