import type { Inspection } from '../../run/inspection.ts'
import type { Page } from '../../target/target.ts'
import { inconclusive, type Verdict } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** A failure has to be seen so often, in so many attempts at most. */
const TIMES = 2
const ATTEMPTS = 4

/**
 * Compares answers with that of a page. Others may change the page meanwhile, and some pages say something else each time:
 * a failure counts only where the page is the same after it as it was before, and where it is seen again.
 *
 * @param act is given the page's answer. It is tried again where the page has changed
 */
export async function whileSteady(
  { send }: Pick<Inspection, 'send'>,
  request: RequestSpec,
  act: (before: Answered) => Promise<Verdict | undefined> | Verdict | undefined,
): Promise<Verdict | undefined> {
  let seen = 0
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await send(request)
    if (before.answer.status !== 200 || !before.answer.complete) return undefined
    const verdict = await act(before)
    if (verdict?.outcome !== 'failed') return verdict
    if (isSame(before, await send(request)) && ++seen === TIMES) return verdict
  }
  return inconclusive(`${request.path} says something else each time.`)
}

/** What asks for a page. */
export function toRequest({ path, as }: Page, headers: RequestSpec['headers'] = {}): RequestSpec {
  return { path, as, headers }
}

const TELLING = ['content-type', 'content-encoding', 'content-language', 'etag', 'last-modified']

function isSame({ answer: one }: Answered, { answer: other }: Answered): boolean {
  return (
    one.status === other.status &&
    TELLING.every((name) => one.headers.get(name) === other.headers.get(name)) &&
    one.body.equals(other.body)
  )
}
