import { setTimeout as sleep } from 'node:timers/promises'
import type { Answered } from '../../wire/exchange.ts'

export function isSuccess({ answer }: Answered): boolean {
  return answer.status >= 200 && answer.status < 300
}

/** Whether something was refused as the client's mistake. */
export function isRefused({ answer }: Answered): boolean {
  return answer.status >= 400 && answer.status < 500
}

export function isFault({ answer }: Answered): boolean {
  return answer.status >= 500 && answer.status !== 503
}

/** Whether it is not there: by the status, or by a content that says so and does not show it. */
export function isGone({ answer }: Answered): boolean {
  return answer.status === 404 || answer.status === 410
}

/** Whether an answer is a success that has a text in it, in whatever format. */
export function shows(answered: Answered, marker: string): boolean {
  return isSuccess(answered) && answered.answer.body.includes(marker)
}

/** Whether an answer says that it may be shown again for a while, or was. */
export function mayBeStored({ answer: { headers } }: Answered): boolean {
  const ages = (headers.get('cache-control') ?? '').matchAll(/(?:max-age|s-maxage)\s*=\s*"?(\d+)/gi)
  return headers.has('age') || headers.has('expires') || ages.some(([, age]) => Number(age) > 0)
}

/** The line of the status, to be marked. */
export const STATUS = /^HTTP\S+ \d+/

const TRIES = 8
/** Milliseconds between two tries, twice as many each time. */
const FIRST_WAIT = 10

/** Asks until it is so, for those who need a moment to see what they have done; about a second at most. */
export async function soon<T>(ask: () => Promise<T>, isSo: (seen: T) => boolean, tries = TRIES): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const seen = await ask()
    if (isSo(seen) || attempt === tries) return seen
    await sleep(FIRST_WAIT * 2 ** (attempt - 1))
  }
}
