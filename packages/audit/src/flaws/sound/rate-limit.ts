import { Problem } from './problem.ts'

/** At most so many calls in any span of so much time, for each caller. */
export interface Window {
  /**
   * Counts one call. Gives the fields that tell how much is left (draft-ietf-httpapi-ratelimit-headers).
   *
   * @throws Problem 429
   */
  readonly count: (caller: string, policy: string) => Readonly<Record<string, string>>
}

/** Callers that are remembered; beyond, the one that was there first is forgotten. */
const MOST_CALLERS = 10_000

/** @param span in milliseconds */
export function createWindow(most: number, span: number): Window {
  const calls = new Map<string, number[]>()
  return {
    count(caller, policy) {
      const now = performance.now()
      const recent = (calls.get(caller) ?? []).filter((moment) => moment > now - span)
      const refused = recent.length >= most
      if (!refused) recent.push(now)
      calls.delete(caller)
      calls.set(caller, recent)
      const [oldest] = calls.keys()
      if (calls.size > MOST_CALLERS && oldest !== undefined) calls.delete(oldest)
      const seconds = Math.ceil(((recent[0] ?? now) + span - now) / 1000)
      const fields = {
        'RateLimit-Policy': `"${policy}";q=${most};w=${span / 1000}`,
        RateLimit: `"${policy}";r=${most - recent.length};t=${seconds}`,
      }
      if (!refused) return fields
      // RFC 6585 section 4.
      throw new Problem(429, `At most ${most} calls in ${span / 1000} seconds; try again in ${seconds}.`, {
        headers: { ...fields, 'Retry-After': String(seconds) },
      })
    },
  }
}
