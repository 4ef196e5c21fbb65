import type { RequestSpec } from '../wire/request.ts'
import type { Target } from '../target/target.ts'

/** Bytes of an answer that may be asked for often. */
const SMALL = 16 << 10

/** A request that can be sent often: a small page where one is known; else to where nothing is, which is answered as well. */
export function probe({ pages, missing }: Target): RequestSpec {
  const page = pages.find(({ seen }) => seen.answer.body.length <= SMALL)
  return page === undefined ? { path: missing() } : { path: page.path, as: page.as }
}
